"""The camera. What it wrote is told to the owner alone, so each owner's cameras are marks of a kind of their own."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, false, literal

from cms.access.viewer import Viewer
from cms.images.models import Image
from cms.index.base import Having, Mark
from cms.search.facets.base import Asked, Facet
from cms.search.told import Told


def kind(viewer: Viewer | None) -> str | None:
    return None if viewer is None else f"camera-{viewer.id}"


def marks(told: Told) -> Iterable[Mark]:
    image = told.image
    body = " ".join(str(image.exif[name]) for name in ("make", "model") if image.exif.get(name))
    return [Mark(f"camera-{image.owner_id}", body, names=(body,))] if body else []


def ask(value: str, viewer: Viewer | None) -> Asked:
    return Asked(Having(kind(viewer) or "camera", frozenset({value})))


def stored(value: str, viewer: Viewer | None) -> ColumnElement[bool]:
    if viewer is None:
        return false()
    is_own: ColumnElement[bool] = Image.owner_id == viewer.id
    return is_own & literal(value).endswith(Image.exif["model"].as_string())


CAMERA = Facet("camera", ask, stored, marks, kind=kind)
