"""Words as SQLite's full text wants them: every token is quoted, so none of its own syntax can come in."""

from cms.index.tokens import BREAK, Run, Term, own_token
from cms.index.words import Every, Leaf, Never, Some, Tree, wanted_leaves

EVERYTHING = f'strong : "{BREAK}"'


def match_of(tree: Tree, reader: str | None) -> str:
    """A condition for `found MATCH ?`."""
    match tree:
        case Every(parts):
            held = [match_of(part, reader) for part in parts if not isinstance(part, Never)]
            barred = [match_of(part.part, reader) for part in parts if isinstance(part, Never)]
            wanted = " AND ".join(f"({part})" for part in held) or EVERYTHING
            return f"({wanted}) NOT ({' OR '.join(f'({part})' for part in barred)})" if barred else wanted
        case Some(parts):
            return " OR ".join(f"({match_of(part, reader)})" for part in parts)
        case Never(part):
            return f"({EVERYTHING}) NOT ({match_of(part, reader)})"
        case leaf:
            return " OR ".join(f"({place})" for place in _places(leaf, reader))


def _places(leaf: Leaf, reader: str | None) -> list[str]:
    match leaf:
        case Run(words):
            return [f'{{strong weak}} : "{" ".join(words)}"']
        case Term(_, signs) if signs:
            anywhere = f'{{strong_signs weak_signs}} : "{" ".join(signs)}"'
            return [anywhere] if reader is None else [anywhere, f'own : "{own_token(reader, "".join(signs))}"']
        case Term(word, _, is_prefix):
            star = " *" if is_prefix else ""
            anywhere = f'{{strong weak}} : "{word}"{star}'
            return [anywhere] if reader is None else [anywhere, f'own : "{own_token(reader, word)}"{star}']


def points_of(tree: Tree, within: str | None) -> tuple[str, list[str]]:
    """Two points for each term in a strong field, one for each that is a word of its own, not a part of one.

    `within` is a condition that every document fulfils for which points are asked: it makes the lists short.
    """
    wanted: list[tuple[int, str]] = []
    for leaf in dict.fromkeys(wanted_leaves(tree)):
        wanted.append((2, _strong(leaf)))
        if isinstance(leaf, Term) and len(leaf.signs) > 1:
            wanted.append((1, f'{{strong weak}} : "{leaf.word}"'))
    points = (f"{worth} * (d.number IN (SELECT rowid FROM found WHERE found MATCH ?))" for worth, _ in wanted)  # noqa: S608
    return f"({' + '.join(points) or '0'})", [both(match, within) for _, match in wanted]


def tiers_of(tree: Tree, reader: str | None) -> list[tuple[int, str]]:
    """The same points as lists to be read one after another, the most points first; none where words are several."""
    if not isinstance(tree, Run | Term) or (isinstance(tree, Term) and len(tree.signs) > 1):
        return []
    return [(2, _strong(tree)), (0, f"({match_of(tree, reader)}) NOT ({_strong(tree)})")]


def both(match: str, other: str | None) -> str:
    return match if other is None else f"({match}) AND ({other})"


def _strong(leaf: Leaf) -> str:
    if isinstance(leaf, Run):
        return f'strong : "{" ".join(leaf.words)}"'
    if leaf.signs:
        return f'strong_signs : "{" ".join(leaf.signs)}"'
    return f'strong : "{leaf.word}"{" *" if leaf.is_prefix else ""}'
