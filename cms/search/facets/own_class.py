"""Own and shared classes: by id or name, of the one who asks alone, so each account has marks of a kind of its own."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import ColumnElement, false, select

from cms.access.viewer import Viewer
from cms.classes.models import ClassHit
from cms.classes.queries import known_to
from cms.images.models import Image
from cms.index.base import WHOLE, Count, Having, Mark
from cms.index.tokens import PART, folded
from cms.search.facets.base import Asked, Facet
from cms.search.told import Told

NONE = "-"
"""Stands for nobody, and for no class."""


def kind(viewer: Viewer | None) -> str | None:
    """Counted and suggested by name."""
    return None if viewer is None else f"class-{viewer.id}"


def asked_kind(owner_id: str) -> str:
    return f"class-of-{owner_id}"


def marks(told: Told) -> Iterable[Mark]:
    owner_id = told.image.owner_id
    for one in told.own_classes:
        weight = round(one.score * WHOLE)
        yield Mark(f"class-{owner_id}", f"{one.class_id}{PART}{one.name}", weight, names=(one.name,))
        yield Mark(asked_kind(owner_id), one.class_id, weight)


def ask(value: str, viewer: Viewer | None) -> Asked:
    of_whom = asked_kind(viewer.id if viewer is not None else NONE)
    keys = meant(value, viewer) or [NONE]
    return Asked(Having(of_whom, frozenset(keys)), weighed=tuple((of_whom, key) for key in keys))


def meant(value: str, viewer: Viewer | None) -> list[str]:
    """The ids of the classes that this viewer may use and that are called so or have this id."""
    wanted = value.strip()
    known = known_to(viewer)
    return [wanted] if wanted in known else sorted(one for one in known if folded(known[one]) == folded(wanted))


def stored(value: str, viewer: Viewer | None) -> ColumnElement[bool]:
    if viewer is None:
        return false()
    is_own: ColumnElement[bool] = Image.owner_id == viewer.id
    carried = select(ClassHit.image_id).where(ClassHit.class_id.in_(meant(value, viewer)))
    return is_own & Image.id.in_(carried)


def in_force(counts: Sequence[Count], viewer: Viewer | None) -> Sequence[Count]:
    """Without classes that are gone or no longer shared, each by the name that it has now."""
    known = known_to(viewer) if counts else {}
    return [replace(one, key=f"{key(one.key)}{PART}{known[key(one.key)]}") for one in counts if key(one.key) in known]


def key(counted: str) -> str:
    return counted.partition(PART)[0]


def label(counted: str, _language: str) -> str:
    return counted.partition(PART)[2] or counted


OWN_CLASS = Facet("own_class", ask, stored, marks, kind=kind, key=key, label=label, needs_all=True, in_force=in_force)
