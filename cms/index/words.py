"""What words of a document must hold, as a tree that both engines read; no engine's syntax is in it."""

from collections.abc import Iterator
from dataclasses import dataclass

from cms.index.tokens import Run, Term, phrase_terms, query_terms


@dataclass(frozen=True)
class Words:
    """All of these words, in any field, in any order."""

    text: str


@dataclass(frozen=True)
class Phrase:
    """These words side by side in one field."""

    text: str


@dataclass(frozen=True)
class Prefix:
    """A word that begins like this."""

    text: str


@dataclass(frozen=True)
class Both:
    parts: tuple["Expression", ...]


@dataclass(frozen=True)
class Either:
    parts: tuple["Expression", ...]


@dataclass(frozen=True)
class Without:
    part: "Expression"


Expression = Words | Phrase | Prefix | Both | Either | Without
Leaf = Term | Run


@dataclass(frozen=True)
class Every:
    parts: tuple["Tree", ...]


@dataclass(frozen=True)
class Some:
    parts: tuple["Tree", ...]


@dataclass(frozen=True)
class Never:
    part: "Tree"


Tree = Leaf | Every | Some | Never
"""The same with tokens at its leaves."""


def tree_of(expression: Expression) -> Tree | None:
    """The expression in tokens; None when there is no letter, number or character in it."""
    match expression:
        case Words(text):
            return _all(query_terms(text))
        case Phrase(text):
            return _all(phrase_terms(text))
        case Prefix(text):
            terms = query_terms(text)
            return _all((*terms[:-1], Term(terms[-1].word, terms[-1].signs, is_prefix=True))) if terms else None
        case Without(part):
            tree = tree_of(part)
            return None if tree is None else Never(tree)
        case Both(parts):
            return _all(tuple(tree for part in parts if (tree := tree_of(part)) is not None))
        case Either(parts):
            found = tuple(tree for part in parts if (tree := tree_of(part)) is not None)
            return found[0] if len(found) == 1 else Some(found) if found else None


def wanted_leaves(tree: Tree) -> Iterator[Leaf]:
    """The terms that speak for a document, not those that speak against it."""
    match tree:
        case Every(parts) | Some(parts):
            for part in parts:
                yield from wanted_leaves(part)
        case Never():
            return
        case leaf:
            yield leaf


def _all(parts: tuple[Tree, ...]) -> Tree | None:
    return parts[0] if len(parts) == 1 else Every(parts) if parts else None
