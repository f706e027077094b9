"""Comments over HTTP: parse, load, call, present."""

from flask import Blueprint, Response

from cms.access.guard import checked, current_viewer, oneself, requires
from cms.access.permissions import Permission
from cms.access.policy import permits
from cms.access.rates import Rate, rated
from cms.albums.queries import album_by_id
from cms.comments import presenting, queries, schemas, service
from cms.comments.models import Comment
from cms.comments.queries import Place, SeenComment
from cms.errors import forbidden, not_found
from cms.images.queries import image_by_id
from cms.wire.once import answer_once, fingerprint_of
from cms.wire.requests import answer, gives, no_content, takes

blueprint = Blueprint("comments", __name__, url_prefix="/api/v1")


def load_place(kind: str, thing_id: str, do: Permission | None = None) -> Place:
    """The one way to what is commented on: this caller may see it (else 404) and do this to it (else 403)."""
    if kind == "image":
        return Place(kind, checked(image_by_id(thing_id), see=Permission.SEE_IMAGE, do=do))
    return Place(kind, checked(album_by_id(thing_id), see=Permission.SEE_ALBUM, do=do))


def load_row(comment_id: str) -> tuple[Comment, Place]:
    """A comment that is there on something that this caller may see."""
    comment = queries.comment_by_id(comment_id)
    if comment is None:
        raise not_found()
    return comment, load_place(comment.kind, comment.thing_id)


def load(comment_id: str) -> tuple[SeenComment, Place]:
    """The one way to a comment that this caller may read."""
    _row, place = load_row(comment_id)
    seen = queries.seen(current_viewer(), place, comment_id)
    if seen is None or not seen.is_shown:
        raise not_found()
    return seen, place


def present(comment: Comment, place: Place) -> schemas.CommentOut:
    seen = queries.seen(current_viewer(), place, comment.id)
    if seen is None:
        raise not_found()
    return presenting.present_comment(seen, current_viewer(), place)


def present_list(place: Place, query: schemas.CommentsQuery) -> Response:
    viewer = current_viewer()
    if query.parent is not None:
        return present_replies(place, query)
    page = queries.threads_on(viewer, place, query.wanted(), query.sort)
    items = [presenting.present_thread(thread, viewer, place) for thread in page.rows]
    return answer(schemas.ThreadList(items=items, next=page.next))


def present_replies(place: Place, query: schemas.CommentsQuery) -> Response:
    viewer, parent = current_viewer(), queries.comment_by_id(query.parent or "")
    if parent is None or (parent.kind, parent.thing_id) != (place.kind, place.thing_id):
        raise not_found()
    page = queries.replies_below(viewer, place, parent, query.wanted())
    items = [presenting.present_reply(seen, viewer, place) for seen in page.rows]
    return answer(schemas.ThreadList(items=items, next=page.next))


def add(kind: str, thing_id: str, body: schemas.NewComment) -> Response:
    return answer_once(fingerprint_of(body), lambda: _added(kind, thing_id, body))


def _added(kind: str, thing_id: str, body: schemas.NewComment) -> tuple[schemas.CommentOut, int, str | None]:
    place = load_place(kind, thing_id, Permission.ADD_COMMENT)
    comment = service.add(oneself(), place, body.text, parent_id=body.parent)
    return present(comment, place), 201, f"/api/v1/comments/{comment.id}"


@blueprint.get("/images/<image_id>/comments")
@requires(Permission.SEE_COMMENTS)
@takes(query=schemas.CommentsQuery)
@gives(schemas.ThreadList)
def list_on_image(image_id: str, query: schemas.CommentsQuery) -> Response:
    """The threads on a picture, each with its first replies; with `parent` what is below a comment."""
    return present_list(load_place("image", image_id), query)


@blueprint.post("/images/<image_id>/comments")
@requires(Permission.ADD_COMMENT)
@rated(Rate.COMMENT)
@takes(body=schemas.NewComment)
@gives(schemas.CommentOut, status=201)
def add_to_image(image_id: str, body: schemas.NewComment) -> Response:
    """Comment on a picture, or answer a comment on it."""
    return add("image", image_id, body)


@blueprint.get("/albums/<album_id>/comments")
@requires(Permission.SEE_COMMENTS)
@takes(query=schemas.CommentsQuery)
@gives(schemas.ThreadList)
def list_on_album(album_id: str, query: schemas.CommentsQuery) -> Response:
    """The threads on an album, each with its first replies; with `parent` what is below a comment."""
    return present_list(load_place("album", album_id), query)


@blueprint.post("/albums/<album_id>/comments")
@requires(Permission.ADD_COMMENT)
@rated(Rate.COMMENT)
@takes(body=schemas.NewComment)
@gives(schemas.CommentOut, status=201)
def add_to_album(album_id: str, body: schemas.NewComment) -> Response:
    """Comment on an album, or answer a comment on it."""
    return add("album", album_id, body)


@blueprint.get("/comments/<comment_id>")
@requires(Permission.SEE_COMMENTS)
@takes(query=schemas.CommentQuery)
@gives(schemas.ContextOut)
def show_comment(comment_id: str, query: schemas.CommentQuery) -> Response:
    """One comment; with `context` also all that it answers, the root first."""
    viewer, (row, place) = current_viewer(), load_row(comment_id)
    *parents, seen = queries.seen_with_parents(viewer, place, row)
    if seen.is_passed_over:
        raise not_found()
    told = schemas.ContextOut(comment=presenting.present_comment(seen, viewer, place))
    if query.context:
        told.parents = [presenting.present_comment(parent, viewer, place) for parent in parents]
    return answer(told)


@blueprint.patch("/comments/<comment_id>")
@requires(Permission.EDIT_COMMENT)
@takes(body=schemas.CommentChange)
@gives(schemas.CommentOut)
def change_comment(comment_id: str, body: schemas.CommentChange) -> Response:
    """Change what one's own comment says; hide one on what is one's own, or show it again."""
    seen, place = load(comment_id)
    named = body.model_fields_set
    refuse_unless(seen.comment, place, author="text" in named or not named, owner="hidden" in named)
    if "text" in named:
        service.rewrite(oneself(), place, seen.comment, body.text)
    if "hidden" in named:
        service.hide(seen.comment, is_hidden=body.hidden)
    return answer(present(seen.comment, place))


def refuse_unless(comment: Comment, place: Place, *, author: bool, owner: bool) -> None:
    """Raise 403 where the caller is not the author, or not the owner of the place, of whom it takes one."""
    viewer = oneself()
    if author and not permits(viewer, Permission.EDIT_COMMENT, comment):
        raise forbidden()
    if owner and not permits(viewer, Permission.HIDE_COMMENT, place):
        raise forbidden()


@blueprint.delete("/comments/<comment_id>")
@requires(Permission.EDIT_COMMENT)
@gives(None, status=204)
def delete_comment(comment_id: str) -> Response:
    """Delete one's own comment; while there are replies, its place stays, empty."""
    seen, place = load(comment_id)
    refuse_unless(seen.comment, place, author=True, owner=False)
    service.remove(seen.comment)
    return no_content()


@blueprint.put("/comments/<comment_id>/like")
@requires(Permission.LIKE_COMMENT)
@gives(schemas.LikedComment)
def like_comment(comment_id: str) -> Response:
    """Like a comment."""
    seen, _place = load(comment_id)
    return answer(schemas.LikedComment(liked=True, count=service.like(oneself(), seen.comment)))


@blueprint.delete("/comments/<comment_id>/like")
@requires(Permission.LIKE_COMMENT)
@gives(schemas.LikedComment)
def unlike_comment(comment_id: str) -> Response:
    """Like a comment no more."""
    seen, _place = load(comment_id)
    return answer(schemas.LikedComment(liked=False, count=service.unlike(oneself(), seen.comment)))
