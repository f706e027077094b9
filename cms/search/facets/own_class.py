"""Classes of one's own: by id or name, of the one who asks alone, so each owner's are marks of kinds of their own."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, false, or_, select

from cms.access.viewer import Viewer
from cms.classes.models import ClassHit, OwnClass
from cms.images.models import Image
from cms.index.base import WHOLE, Having, Mark
from cms.index.tokens import PART, folded
from cms.search.facets.base import Asked, Facet
from cms.search.told import Told

ANYBODY = "-"


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
        for key in (one.class_id, folded(one.name)):
            yield Mark(asked_kind(owner_id), key, weight)


def ask(value: str, viewer: Viewer | None) -> Asked:
    of_whom = asked_kind(viewer.id if viewer is not None else ANYBODY)
    keys = frozenset({value.strip(), folded(value.strip())})
    return Asked(Having(of_whom, keys), weighed=tuple((of_whom, key) for key in sorted(keys)))


def stored(value: str, viewer: Viewer | None) -> ColumnElement[bool]:
    if viewer is None:
        return false()
    is_own: ColumnElement[bool] = Image.owner_id == viewer.id
    named = select(OwnClass.id).where(OwnClass.owner_id == viewer.id, OwnClass.name == value.strip())
    meant = or_(ClassHit.class_id == value.strip(), ClassHit.class_id.in_(named))
    return is_own & Image.id.in_(select(ClassHit.image_id).where(meant))


def key(counted: str) -> str:
    return counted.partition(PART)[0]


def label(counted: str, _language: str) -> str:
    return counted.partition(PART)[2] or counted


OWN_CLASS = Facet("own_class", ask, stored, marks, kind=kind, key=key, label=label, needs_all=True)
