"""What a person typed, read as a tree: AND, OR, NOT, quotes, brackets, `word*`; words side by side must all hold.

Nothing typed is an error. What cannot be taken as it stands is left out or closed, and the first such place is told.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cms.index.words import Both, Either, Expression, Phrase, Prefix, Without, Words

DEEPEST = 20
MOST_WORDS = 64
_TOKEN = re.compile(r'(?P<quote>["“”„«»])|(?P<open>[(（])|(?P<close>[)）])|(?P<word>[^\s"“”„«»()（）]+)')
OPERATORS = frozenset({"AND", "OR", "NOT"})


class TooManyWords(ValueError):
    """More words than anybody types."""


@dataclass(frozen=True)
class Oddity:
    """The first place that could not be taken as it stands: `position` counts characters from 0."""

    word: str
    position: int


@dataclass(frozen=True)
class Reading:
    """The tree (None when nothing was left to search for), the oddity if any, and what was understood, as text."""

    expression: Expression | None
    oddity: Oddity | None
    understood: str


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    position: int


def read_query(text: str) -> Reading:
    """Read what was typed. Raises TooManyWords."""
    tokens = _tokens(text)
    if sum(len(token.text.split()) for token in tokens if token.kind in ("word", "phrase")) > MOST_WORDS:
        raise TooManyWords
    reader = _Reader(tokens)
    parts = []
    while not reader.is_at_end():
        if (part := reader.either(0)) is not None:
            parts.append(part)
        if (stray := reader.next_if("close")) is not None:
            reader.note(stray)
    expression = _both(parts)
    return Reading(expression, reader.oddity, "" if expression is None else spoken(expression))


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    at = 0
    while (match := _TOKEN.search(text, at)) is not None:
        kind, at = str(match.lastgroup), match.end()
        if kind == "quote":
            closing = re.compile(r'["“”„«»]').search(text, at)
            end = closing.start() if closing else len(text)
            found.append(_Token("phrase" if closing else "unclosed", text[at:end], match.start()))
            at = closing.end() if closing else end
        elif kind == "word" and match.group() in OPERATORS:
            found.append(_Token(match.group(), match.group(), match.start()))
        else:
            found.append(_Token(kind, match.group(), match.start()))
    return found


class _Reader:
    """Goes through the tokens once, from left to right."""

    def __init__(self, tokens: Sequence[_Token]) -> None:
        self._tokens, self._at = tokens, 0
        self.oddity: Oddity | None = None

    def is_at_end(self) -> bool:
        return self._at >= len(self._tokens)

    def next_if(self, *kinds: str) -> _Token | None:
        if self.is_at_end() or self._tokens[self._at].kind not in kinds:
            return None
        self._at += 1
        return self._tokens[self._at - 1]

    def note(self, token: _Token) -> None:
        if self.oddity is None:
            self.oddity = Oddity(token.text[:100], token.position)

    def either(self, depth: int) -> Expression | None:
        parts = [self.both(depth)]
        while (operator := self.next_if("OR")) is not None:
            following = self.both(depth)
            if parts[-1] is None or following is None:
                self.note(operator)
            parts.append(following)
        found = tuple(part for part in parts if part is not None)
        return found[0] if len(found) == 1 else Either(found) if found else None

    def both(self, depth: int) -> Expression | None:
        parts: list[Expression] = []
        while not self.is_at_end():
            operator = self.next_if("AND")
            part = self.one(depth)
            if operator is not None and (part is None or not parts):
                self.note(operator)
            if part is None and operator is None:
                break
            if part is not None:
                parts.append(part)
        return _both(parts)

    def one(self, depth: int) -> Expression | None:
        """A word, a phrase, a bracket, or NOT of one; None when something else comes next."""
        operators: list[_Token] = []
        while (operator := self.next_if("NOT")) is not None:
            operators.append(operator)
        part = self.plain(depth)
        if part is None and operators:
            self.note(operators[0])
        return part if part is None or len(operators) % 2 == 0 else _opposite(part)

    def plain(self, depth: int) -> Expression | None:
        """A word, a phrase or a bracket."""
        if (bracket := self.next_if("open")) is not None:
            return self.bracket(bracket, depth)
        token = self.next_if("word", "phrase", "unclosed")
        if token is None:
            return None
        if token.kind == "unclosed":
            self.note(token)
        return _leaf(token)

    def bracket(self, opened: _Token, depth: int) -> Expression | None:
        if depth >= DEEPEST:
            self.note(opened)
            while self.next_if("open", "NOT"):
                pass
            return self.plain(depth)
        inside = self.either(depth + 1)
        if self.next_if("close") is None or inside is None:
            self.note(opened)
        return inside


def _leaf(token: _Token) -> Expression | None:
    if token.kind != "word":
        return Phrase(token.text) if token.text.strip() else None
    text = token.text.lstrip("-")
    if not text:
        return Words(token.text)
    word = text.lower() if text in OPERATORS else text
    part = Prefix(word.rstrip("*")) if word.endswith("*") and word.strip("*") else Words(word)
    return part if text == token.text else Without(part)


def _opposite(part: Expression) -> Expression:
    return part.part if isinstance(part, Without) else Without(part)


def _both(parts: Sequence[Expression]) -> Expression | None:
    """All of these; plain words side by side are one part."""
    found: list[Expression] = []
    for part in parts:
        if isinstance(part, Words) and found and isinstance(found[-1], Words):
            found[-1] = Words(f"{found[-1].text} {part.text}")
        else:
            found.append(part)
    return found[0] if len(found) == 1 else Both(tuple(found)) if found else None


def spoken(expression: Expression) -> str:
    """The tree as somebody could have typed it."""
    match expression:
        case Words(text):
            return text
        case Phrase(text):
            return f'"{text}"'
        case Prefix(text):
            return f"{text}*"
        case Without(part):
            return f"NOT {_bracketed(part)}"
        case Both(parts):
            return " ".join(_bracketed(part) if isinstance(part, Either) else spoken(part) for part in parts)
        case Either(parts):
            return " OR ".join(spoken(part) for part in parts)


def _bracketed(part: Expression) -> str:
    is_more = isinstance(part, Both | Either) or (isinstance(part, Words) and " " in part.text)
    return f"({spoken(part)})" if is_more else spoken(part)


def wanted_texts(expression: Expression) -> list[str]:
    """The words and phrases that speak for an image, as typed."""
    match expression:
        case Words(text):
            return text.split()
        case Phrase(text) | Prefix(text):
            return [text]
        case Without():
            return []
        case Both(parts) | Either(parts):
            return [text for part in parts for text in wanted_texts(part)]
