"""The feed with its reasons, and what is followed: every field by name."""

from dataclasses import replace

from cms.access.viewer import Viewer
from cms.clauses import Tie
from cms.feed import schemas
from cms.feed.queries import FeedPage
from cms.images.presenting import present_images
from cms.images.schemas import ImageOut


def present_feed(page: FeedPage, viewer: Viewer, *, language: str) -> list[schemas.FeedItem]:
    """Each image with everything followed that it comes from.

    Between the viewer and whoever owns these stands no block, and who of them is followed is known: neither is asked.
    """
    followed = page.refs("person")
    names = {row.owner_id: row.owner.name for row in page.rows}
    people = {names[one] for one in followed & names.keys()}
    knowing = replace(viewer, members=lambda tie, _id: frozenset(followed if tie is Tie.FOLLOWED_BY else ()))
    tags, albums = page.refs("tag"), page.refs("album")
    return [
        schemas.FeedItem(image=image, reasons=reasons_for(image, people, tags, albums))
        for image in present_images(page.rows, knowing, language=language)
    ]


def reasons_for(image: ImageOut, people: set[str], tags: set[str], albums: set[str]) -> list[schemas.FeedReason]:
    found = []
    if image.owner.name in people:
        found.append(schemas.FeedReason(kind="person", ref=image.owner.name, label=image.owner.display_name))
    if image.album is not None and image.album.id in albums:
        found.append(schemas.FeedReason(kind="album", ref=image.album.id, label=image.album.title))
    told = {tag.key: tag.label for tag in image.tags if tag.key in tags}
    return [*found, *(schemas.FeedReason(kind="tag", ref=key, label=label) for key, label in told.items())]
