"""Words as SQLite's full text wants them: every token is quoted, so none of its own syntax can come in."""

from collections.abc import Mapping
from typing import NamedTuple

from cms.index.base import Origin
from cms.index.tokens import BREAK, Run, Term, own_token
from cms.index.words import Every, Leaf, Never, Some, Tree, wanted_leaves

EVERYTHING = f'strong : "{BREAK}"'


class _Columns(NamedTuple):
    """Where words and single characters are looked for, and where they count for more."""

    words: str
    signs: str
    strong: str
    strong_signs: str


_COLUMNS: Mapping[Origin | None, _Columns] = {
    None: _Columns(
        "strong weak made made_weak",
        "strong_signs weak_signs made_signs made_weak_signs",
        "strong made",
        "strong_signs made_signs",
    ),
    Origin.WRITTEN: _Columns("strong weak", "strong_signs weak_signs", "strong", "strong_signs"),
    Origin.GENERATED: _Columns("made made_weak", "made_signs made_weak_signs", "made", "made_signs"),
}


def match_of(tree: Tree, reader: str | None, origin: Origin | None) -> str:
    """A condition for `found MATCH ?`."""
    match tree:
        case Every(parts):
            held = [match_of(part, reader, origin) for part in parts if not isinstance(part, Never)]
            barred = [match_of(part.part, reader, origin) for part in parts if isinstance(part, Never)]
            wanted = " AND ".join(f"({part})" for part in held) or EVERYTHING
            return f"({wanted}) NOT ({' OR '.join(f'({part})' for part in barred)})" if barred else wanted
        case Some(parts):
            return " OR ".join(f"({match_of(part, reader, origin)})" for part in parts)
        case Never(part):
            return f"({EVERYTHING}) NOT ({match_of(part, reader, origin)})"
        case leaf:
            return " OR ".join(f"({place})" for place in _places(leaf, reader, origin))


def _places(leaf: Leaf, reader: str | None, origin: Origin | None) -> list[str]:
    """What is for one reader alone is of no origin."""
    columns, has_own = _COLUMNS[origin], reader is not None and origin is None
    match leaf:
        case Run(words):
            return [f'{{{columns.words}}} : "{" ".join(words)}"']
        case Term(_, signs) if signs:
            anywhere = f'{{{columns.signs}}} : "{" ".join(signs)}"'
            return [anywhere, f'own : "{own_token(str(reader), "".join(signs))}"'] if has_own else [anywhere]
        case Term(word, _, is_prefix):
            star = " *" if is_prefix else ""
            anywhere = f'{{{columns.words}}} : "{word}"{star}'
            return [anywhere, f'own : "{own_token(str(reader), word)}"{star}'] if has_own else [anywhere]


def points_of(tree: Tree, within: str | None, origin: Origin | None) -> tuple[str, list[str]]:
    """Two points for each term in a strong field, one for each that is a word of its own, not a part of one.

    `within` is a condition that every document fulfils for which points are asked: it makes the lists short.
    """
    wanted: list[tuple[int, str]] = []
    for leaf in dict.fromkeys(wanted_leaves(tree)):
        wanted.append((2, _strong(leaf, origin)))
        if isinstance(leaf, Term) and len(leaf.signs) > 1:
            wanted.append((1, f'{{{_COLUMNS[origin].words}}} : "{leaf.word}"'))
    points = (f"{worth} * (d.number IN (SELECT rowid FROM found WHERE found MATCH ?))" for worth, _ in wanted)  # noqa: S608
    return f"({' + '.join(points) or '0'})", [both(match, within) for _, match in wanted]


def tiers_of(tree: Tree, reader: str | None, origin: Origin | None) -> list[tuple[int, str]]:
    """The same points as lists to be read one after another, the most points first; none where words are several."""
    if not isinstance(tree, Run | Term) or (isinstance(tree, Term) and len(tree.signs) > 1):
        return []
    strong = _strong(tree, origin)
    return [(2, strong), (0, f"({match_of(tree, reader, origin)}) NOT ({strong})")]


def both(match: str, other: str | None) -> str:
    return match if other is None else f"({match}) AND ({other})"


def _strong(leaf: Leaf, origin: Origin | None) -> str:
    columns = _COLUMNS[origin]
    if isinstance(leaf, Run):
        return f'{{{columns.strong}}} : "{" ".join(leaf.words)}"'
    if leaf.signs:
        return f'{{{columns.strong_signs}}} : "{" ".join(leaf.signs)}"'
    return f'{{{columns.strong}}} : "{leaf.word}"{" *" if leaf.is_prefix else ""}'
