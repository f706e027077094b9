"""What people may mean while they type."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from cms.access.viewer import Viewer
from cms.index.base import Count, Having, Index, IndexDown, SearchQuery, commonest
from cms.search import queries
from cms.search.facets import FACETS, in_force
from cms.search.service import eyes_of
from cms.tags.keys import tag_key
from cms.tags.queries import relations

SUGGESTED = ("tag", "category", "own_class", "owner", "album", "place", "camera")
MOST_ALIASES = 3


def suggested_kinds(viewer: Viewer | None) -> dict[str, str]:
    """The facets that are suggested to this viewer, by the kind of their marks."""
    return {kind: name for name in SUGGESTED if (kind := FACETS[name].kind(viewer)) is not None}


def suggest(index: Index, viewer: Viewer | None, q: str, *, limit: int) -> Sequence[Count]:
    """What people may mean who have typed so far, counted for this viewer, each of the kind of its facet."""
    kinds = suggested_kinds(viewer)
    try:
        counts = index.suggest(q, eyes_of(viewer), kinds=tuple(kinds), limit=limit)
        found = [replace(count, kind=kinds[count.kind]) for count in in_force(counts, kinds, viewer)]
        return commonest([*found, *_aliased(index, viewer, q, found)], limit)
    except IndexDown:
        return queries.count_tags(viewer, start=tag_key(q), after=None, limit=limit) if tag_key(q) else []


def _aliased(index: Index, viewer: Viewer | None, q: str, found: Sequence[Count]) -> Iterator[Count]:
    """Tags of which an alias begins like this, with the pictures that this viewer may see."""
    start, given = tag_key(q), relations()
    keys = {target for alias, (target, _) in given.aliases.items() if start and alias.startswith(start)}
    for key in sorted(keys - {count.key for count in found if count.kind == "tag"})[:MOST_ALIASES]:
        having = (Having("tag", frozenset({key})),)
        total = index.find(SearchQuery(eyes=eyes_of(viewer), having=having, limit=1)).total
        if total:
            yield Count("tag", key, total)
