"""What of a comment is told to whom: every field by name."""

from typing import Any

from cms.access.permissions import Permission
from cms.access.policy import permits
from cms.access.viewer import Viewer
from cms.comments import markup, schemas
from cms.comments.queries import Place, SeenComment, Thread
from cms.images.schemas import Owner
from cms.wire.addresses import here


def present_comment(seen: SeenComment, viewer: Viewer | None, place: Place) -> schemas.CommentOut:
    return schemas.CommentOut(**fields_of(seen, viewer, place))


def present_thread(thread: Thread, viewer: Viewer | None, place: Place) -> schemas.ThreadOut:
    below = [present_comment(seen, viewer, place) for seen in thread.below]
    return schemas.ThreadOut(**fields_of(thread.root, viewer, place), thread=below, rest=thread.rest)


def present_reply(seen: SeenComment, viewer: Viewer | None, place: Place) -> schemas.ThreadOut:
    """As an item of its own, without those below it."""
    return schemas.ThreadOut(**fields_of(seen, viewer, place))


def fields_of(seen: SeenComment, viewer: Viewer | None, place: Place) -> dict[str, Any]:
    comment, is_shown = seen.comment, seen.is_shown
    author = comment.author if is_shown else None
    return {
        "id": comment.id,
        "on": schemas.On(kind=place.kind, id=place.thing_id),  # type: ignore[arg-type]
        "author": Owner(name=author.name, display_name=author.display_name) if author else None,
        "text": comment.text if is_shown else "",
        "html": markup.placed(comment.html, here(markup.PERSON)) if is_shown else "",
        "parent": comment.parent_id,
        "depth": comment.depth,
        "replies": comment.replies,
        "likes": comment.likes if is_shown else 0,
        "liked": is_shown and seen.is_liked,
        "created_at": comment.created_at,
        "edited_at": comment.edited_at if is_shown else None,
        "deleted": comment.deleted_at is not None,
        "hidden": comment.is_hidden or comment.is_held if is_shown else comment.deleted_at is None,
        "can": abilities(seen, viewer, place),
    }


def abilities(seen: SeenComment, viewer: Viewer | None, place: Place) -> dict[str, bool]:
    may_edit = seen.is_shown and permits(viewer, Permission.EDIT_COMMENT, seen.comment)
    return {
        "edit": may_edit,
        "delete": may_edit,
        "hide": seen.is_shown and permits(viewer, Permission.HIDE_COMMENT, place),
        "reply": seen.is_shown and permits(viewer, Permission.ADD_COMMENT, place),
        "like": seen.is_shown and permits(viewer, Permission.LIKE_COMMENT),
        "history": may_see_history(seen, viewer),
        "report": seen.is_shown and permits(viewer, Permission.REPORT, seen.comment),
    }


def may_see_history(seen: SeenComment, viewer: Viewer | None) -> bool:
    """Of what was changed or deleted moderators are told what it said before."""
    is_other_now = (seen.is_shown and seen.comment.edited_at is not None) or seen.comment.deleted_at is not None
    return is_other_now and permits(viewer, Permission.MODERATE)
