"""The facets, in the order in which they are shown. One more is one more file and one line here."""

from collections.abc import Mapping, Sequence

from cms.access.viewer import Viewer
from cms.index.base import Count, Mark
from cms.search.facets.album import ALBUM
from cms.search.facets.base import Facet
from cms.search.facets.camera import CAMERA
from cms.search.facets.category import CATEGORY
from cms.search.facets.colour import COLOUR
from cms.search.facets.layout import LAYOUT
from cms.search.facets.licence import LICENCE
from cms.search.facets.own_class import OWN_CLASS
from cms.search.facets.owner import OWNER
from cms.search.facets.place import PLACE
from cms.search.facets.rating import RATING
from cms.search.facets.tag import TAG
from cms.search.facets.taken import TAKEN
from cms.search.facets.text import TEXT
from cms.search.told import Told

FACETS: dict[str, Facet] = {
    facet.name: facet
    for facet in (TAG, CATEGORY, LAYOUT, COLOUR, OWN_CLASS, OWNER, ALBUM, LICENCE, CAMERA, PLACE, TEXT, TAKEN, RATING)
}


def marks_of(told: Told) -> tuple[Mark, ...]:
    """What all facets say of an image."""
    return tuple(mark for facet in FACETS.values() for mark in facet.marks(told))


def in_force(counts: Sequence[Count], kinds: Mapping[str, str], viewer: Viewer | None) -> list[Count]:
    """Counted marks of these kinds, each of a facet, in their order: without what the viewer may be told of no more."""
    told: dict[tuple[str, str], Count] = {}
    for kind, name in kinds.items():
        known = FACETS[name].in_force([one for one in counts if one.kind == kind], viewer)
        told |= {(kind, FACETS[name].key(one.key)): one for one in known}
    keys = [(one.kind, FACETS[kinds[one.kind]].key(one.key)) for one in counts]
    return [told[key] for key in keys if key in told]
