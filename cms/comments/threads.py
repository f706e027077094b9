"""Where comments stand in their threads. A thread is locked while one of its comments comes or goes."""

from sqlalchemy import delete, update

from cms.comments import queries
from cms.comments.models import Comment, CommentVersion
from cms.errors import not_found
from cms.extensions import db, new_id, now


def begin(comment: Comment) -> None:
    """A new thread of this comment alone."""
    comment.id = comment.root_id = new_id()
    comment.parent_id, comment.depth, comment.position, comment.span = None, 0, 0, 1
    db.session.add(comment)
    db.session.flush()


def put_below(comment: Comment, parent_id: str, root_id: str) -> None:
    """Into this thread, behind all that is below its parent. Raises 404 when that is gone meanwhile."""
    queries.lock_thread(root_id)
    parent, root = queries.comment_now(parent_id), queries.comment_now(root_id)
    if parent is None or root is None or parent.deleted_at is not None:
        raise not_found()
    above = [parent.id, *(one.id for one in queries.comments_above(parent))]
    place, span = queries.end_of(parent, root.span), root.span + 1
    change(Comment.root_id == root_id, Comment.position >= place, position=Comment.position + 1)
    change(Comment.id.in_(above), replies=Comment.replies + 1)
    change(Comment.id == root_id, span=span)
    comment.id, comment.root_id, comment.parent_id = new_id(), root_id, parent_id
    comment.depth, comment.position, comment.span = parent.depth + 1, place, 0
    db.session.add(comment)
    db.session.flush()


def take_out(comment: Comment) -> None:
    """Delete a comment: its row, or what it says while there are replies; then what is empty above it."""
    queries.lock_thread(comment.root_id)
    this = queries.comment_now(comment.id)
    if this is None or this.deleted_at is not None:
        raise not_found()
    above = queries.comments_above(this)
    change(Comment.id.in_([one.id for one in above]), replies=Comment.replies - 1)
    if this.replies:
        blank(this)
        return
    gone = [this.id]
    for one in above:
        if one.deleted_at is None or one.replies > 1:
            break
        gone.append(one.id)
    db.session.execute(delete(Comment).where(Comment.id.in_(gone)))
    db.session.expire_all()


def blank(comment: Comment) -> None:
    """Leave the place of a comment alone; moderators can still read what it said."""
    keep_version(comment)
    comment.text = comment.html = ""
    comment.author_id, comment.edited_at, comment.deleted_at = None, None, now()
    db.session.flush()


def keep_version(comment: Comment) -> None:
    db.session.add(CommentVersion(comment_id=comment.id, text=comment.text))


def forget_versions(comment_id: str) -> None:
    """Also moderators read no more what it said."""
    db.session.execute(delete(CommentVersion).filter_by(comment_id=comment_id))


def change(*where: object, **values: object) -> None:
    these = update(Comment).where(*where).values(**values)  # type: ignore[arg-type]
    db.session.execute(these.execution_options(synchronize_session=False))
