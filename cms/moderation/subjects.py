"""What can be reported and decided on: one Kind a sort of thing, in one list. A further sort is one more Kind.

What a Kind does to a thing it tells as a step: what was before, from which `put_back` makes it so again.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from cms.access.permissions import Permission
from cms.access.policy import permits
from cms.access.viewer import Viewer
from cms.accounts.queries import account_by_id, account_by_name
from cms.albums import queries as albums
from cms.albums import service as album_service
from cms.collections import queries as collections
from cms.collections import service as collection_service
from cms.comments import queries as comments
from cms.comments import service as comment_service
from cms.comments.models import Comment
from cms.errors import not_found
from cms.images import queries as images
from cms.moderation import pictures

Step = dict[str, Any]
THING = re.compile(r"/(?P<kind>image|album|collection)s/(?P<id>[0-9A-Za-z]{26})(?:.*[?&]comment=(?P<comment>\w{26}))?")
LONGEST_TITLE = 80


@dataclass(frozen=True)
class Kind:
    """`find` takes what the API names a thing by, `by_id` its id; neither checks anything. `hide` may not be there.

    `is_shown` says more about who sees it than a permission can: a comment only with what it is on.
    """

    name: str
    see: Permission
    find: Callable[[str], Any]
    by_id: Callable[[str], Any]
    owner_of: Callable[[Any], str]
    title_of: Callable[[Any], str]
    hide: Callable[[Any], Step] | None = None
    restore: Callable[[Any], Step] | None = None
    put_back: Callable[[Any, Step], None] | None = None
    is_shown: Callable[[Viewer | None, Any], bool] | None = None


def owner_id(thing: Any) -> str:
    return str(thing.owner_id)


def own_id(account: Any) -> str:
    return str(account.id)


def title(thing: Any) -> str:
    return str(thing.title)


def name_of(account: Any) -> str:
    return str(account.display_name)


def keeping(do: str, column: str, keep: Callable[..., None]) -> tuple[Any, Any, Any]:
    """How a thing is kept from others by this column, is shown again, and is put back as it was."""

    def mark(thing: Any, *, is_kept: bool) -> Step:
        step = {"do": do, "was": getattr(thing, column)}
        keep(thing, **{column: is_kept})
        return step

    def put_back(thing: Any, step: Step) -> None:
        keep(thing, **{column: step["was"]})

    return partial(mark, is_kept=True), partial(mark, is_kept=False), put_back


def comment_by_id(comment_id: str) -> Comment | None:
    """One that says something still, and is somebody's."""
    found = comments.comment_by_id(comment_id)
    return None if found is None or found.deleted_at is not None or found.author_id is None else found


def author_id(comment: Comment) -> str:
    return str(comment.author_id)


def beginning(comment: Comment) -> str:
    return comment.text[:LONGEST_TITLE]


def is_comment_shown(viewer: Viewer | None, comment: Comment) -> bool:
    """Whether this viewer sees what it is on, and reads it there."""
    by_id, see = (
        (images.image_by_id, Permission.SEE_IMAGE)
        if comment.kind == "image"
        else (albums.album_by_id, Permission.SEE_ALBUM)
    )
    thing: Any = by_id(comment.thing_id)
    if thing is None or not permits(viewer, see, thing):
        return False
    seen = comments.seen(viewer, comments.Place(comment.kind, thing), comment.id)
    return seen is not None and seen.is_shown


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "image",
            Permission.SEE_IMAGE,
            images.image_by_id,
            images.image_by_id,
            owner_id,
            title,
            pictures.hide,
            pictures.restore,
            pictures.put_back,
        ),
        Kind(
            "album",
            Permission.SEE_ALBUM,
            albums.album_by_id,
            albums.album_by_id,
            owner_id,
            title,
            *keeping("album", "is_hidden", album_service.hide),
        ),
        Kind(
            "collection",
            Permission.SEE_COLLECTION,
            collections.collection_by_id,
            collections.collection_by_id,
            owner_id,
            title,
            *keeping("collection", "is_hidden", collection_service.hide),
        ),
        Kind(
            "comment",
            Permission.SEE_COMMENTS,
            comment_by_id,
            comment_by_id,
            author_id,
            beginning,
            *keeping("comment", "is_held", comment_service.hold),
            is_comment_shown,
        ),
        Kind("person", Permission.SEE_PERSON, account_by_name, account_by_id, own_id, name_of),
    )
}


def thing_of(kind: str, thing_id: str) -> Any:
    """The thing as it is; None where it is gone, or of a kind that is not known any more."""
    found = KINDS.get(kind)
    return found.by_id(thing_id) if found is not None else None


def named_in(address: str) -> tuple[str, str]:
    """What the page at this address is about. Raises the same 404 as for a thing that the caller may not see."""
    found = THING.search(address)
    if found is None:
        raise not_found()
    comment = found["comment"]
    return ("comment", comment) if comment else (found["kind"], found["id"])
