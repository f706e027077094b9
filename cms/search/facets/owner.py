"""Whose image it is, by the name of the account."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, select

from cms.access.viewer import Viewer
from cms.accounts.models import Account
from cms.images.models import Image
from cms.index.base import Having, Mark
from cms.search.facets.base import Asked, Facet, always
from cms.search.told import Told


def marks(told: Told) -> Iterable[Mark]:
    owner = told.image.owner
    return [Mark("owner", owner.name, names=tuple(dict.fromkeys((owner.name, owner.display_name))))]


def ask(value: str, _viewer: Viewer | None) -> Asked:
    return Asked(Having("owner", frozenset({value.lower()})))


def stored(value: str, _viewer: Viewer | None) -> ColumnElement[bool]:
    return Image.owner_id.in_(select(Account.id).where(Account.name == value.lower()))


OWNER = Facet("owner", ask, stored, marks, kind=always("owner"))
