"""Reads of share links, and of what one shows: always as it is now, nothing is remembered of an earlier look."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from cms.access.audience import no_closer_than
from cms.access.permissions import Permission
from cms.access.policy import permits
from cms.access.viewer import Opened, Viewer, holder_of
from cms.accounts.queries import hash_secret
from cms.albums.queries import (
    SeenAlbum,
    album_by_id,
    albums_of,
    directly_in,
    hidden_ids,
    ids_above,
    opened_below,
    seen_album,
    titles_of,
)
from cms.collections.queries import collection_by_id, items_of, seen_collection, whole_collection
from cms.extensions import db
from cms.images.models import Album, Image
from cms.images.queries import image_by_id, images_by_ids, images_in, whole_album
from cms.pagination import Page, Wanted, decode_cursor, encode_cursor
from cms.shares.models import Kind, ShareLink

THINGS: Mapping[Kind, Callable[[str], Any]] = {
    "image": image_by_id,
    "album": album_by_id,
    "collection": collection_by_id,
}
SEES: Mapping[Kind, Permission] = {
    "image": Permission.SEE_IMAGE,
    "album": Permission.SEE_ALBUM,
    "collection": Permission.SEE_COLLECTION,
}


@dataclass(frozen=True)
class Share:
    """What somebody looks at through a link; `holder` is who looks, and sees what the link opens."""

    link: ShareLink
    kind: Kind
    thing: Any
    holder: Viewer


def link_by_token(token: str) -> ShareLink | None:
    """For the checking loader alone: nothing but its end is checked here."""
    query = select(ShareLink).options(joinedload(ShareLink.owner)).where(ShareLink.token_hash == hash_secret(token))
    found: ShareLink | None = db.session.scalar(query)
    return None if found is None or found.is_over else found


def share_of(link: ShareLink, viewer: Viewer | None) -> Share | None:
    """What this link shows to this viewer; None where its thing is gone, hidden or not to be seen by them."""
    kind = kind_of(link)
    thing = THINGS[kind](link.thing_id)
    if thing is None:
        return None
    levels = no_closer_than(thing.effective_privacy)
    below, closed = opened_below(thing, levels) if kind == "album" else (frozenset(), hidden_ids(link.owner_id))
    opened = Opened(
        kind=kind,
        thing_id=link.thing_id,
        maker_id=link.owner_id,
        levels=levels,
        below=below,
        closed_albums=closed,
        has_download=link.has_download,
        has_metadata=link.has_metadata,
    )
    holder = holder_of(opened, viewer)
    return Share(link, kind, thing, holder) if permits(holder, SEES[kind], thing) else None


def kind_of(link: ShareLink) -> Kind:
    kinds: dict[str, Kind] = {kind: kind for kind in THINGS}
    return kinds[link.kind]


def image_in(share: Share, image_id: str) -> Image | None:
    """This image, where the link shows it."""
    return next(iter(images_by_ids(share.holder, [image_id])), None)


def opens_album(share: Share, album_id: str) -> bool:
    """Whether the link opens this album: the one it leads to, or one below that."""
    opened = share.holder.opened
    return share.kind == "album" and opened is not None and album_id in opened.places


def albums_in(share: Share, album_id: str, wanted: Wanted) -> Page[SeenAlbum]:
    """The albums right below this one that the link opens, newest first."""
    return albums_of(share.holder, share.link.owner_id, wanted, within=directly_in(album_id))


def above(share: Share, album: Album) -> list[tuple[str, str]]:
    """The ids and titles of the albums from the one that the link leads to down to that which this one is in."""
    ids = ids_above(album)
    inside = ids[ids.index(share.thing.id) :] if share.thing.id in ids else []
    titles = titles_of(share.holder, inside)
    return [(one, titles[one]) for one in inside if one in titles]


def images_of(share: Share, wanted: Wanted, album_id: str | None = None) -> Page[Image]:
    """What the link shows: of an album, or of this one below it, the newest first, of a collection in its order."""
    if share.kind == "image":
        return Page(images_by_ids(share.holder, [share.thing.id]), None)
    if share.kind == "album":
        return images_in(share.holder, album_id or share.thing.id, wanted)
    page = items_of(share.holder, share.thing, wanted)
    return Page([one.image for one in page.rows if one.image is not None], page.next)


def title_of(share: Share, album_id: str | None = None) -> str:
    """What is said of the thing, or of this album below it, in a few words; perhaps nothing."""
    if album_id is None:
        return str(share.thing.title)
    return titles_of(share.holder, [album_id]).get(album_id, "")


def all_images_of(share: Share, album_id: str | None = None) -> Sequence[Image]:
    """All of them at once, as for an archive."""
    if share.kind == "image":
        return images_by_ids(share.holder, [share.thing.id])
    if share.kind == "album":
        return whole_album(share.holder, album_id or share.thing.id)
    return whole_collection(share.holder, share.thing)


def numbers_in(share: Share) -> tuple[int, int]:
    """How many images the link shows at once, and how many albums right below."""
    if share.kind == "image":
        return 1, 0
    if share.kind == "collection":
        return seen_collection(share.holder, share.thing).count, 0
    album = seen_album(share.holder, share.thing.id)
    return (album.image_count, album.album_count) if album is not None else (0, 0)


def links_of(kind: Kind, thing_id: str, wanted: Wanted) -> Page[ShareLink]:
    """The links to a thing, newest first, those that are over too."""
    query = select(ShareLink).filter_by(kind=kind, thing_id=thing_id)
    if wanted.cursor is not None:
        (last,) = decode_cursor(wanted.cursor, parts=1)
        query = query.where(ShareLink.id < last)
    rows = db.session.scalars(query.order_by(ShareLink.id.desc()).limit(wanted.limit + 1)).all()
    end = rows[wanted.limit - 1] if len(rows) > wanted.limit else None
    return Page(rows[: wanted.limit], encode_cursor(end.id) if end else None)


def number_of_links(kind: Kind, thing_id: str) -> int:
    return db.session.scalar(select(func.count()).select_from(ShareLink).filter_by(kind=kind, thing_id=thing_id)) or 0
