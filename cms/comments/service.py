"""What happens to comments: written, changed, deleted, hidden, liked. Each change keeps their number on the thing."""

from collections import Counter
from collections.abc import Iterable
from contextlib import suppress

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from cms.access.audience import is_public
from cms.access.permissions import Permission
from cms.access.policy import is_own, permits
from cms.access.viewer import Viewer
from cms.accounts.models import Account
from cms.accounts.queries import account_by_id, viewer_of
from cms.accounts.standing import refuse_limited
from cms.comments import markup, queries, threads
from cms.comments.models import Comment, CommentLike
from cms.comments.queries import Place
from cms.errors import invalid
from cms.events import AlbumErased, Commented, ImageErased, Occasion, Occurred, OwnerSuspended, announce
from cms.extensions import db, now
from cms.images.models import Image
from cms.reactions.service import tally

SEEN_BY = {"image": Permission.SEE_IMAGE, "album": Permission.SEE_ALBUM}


def add(viewer: Viewer, place: Place, text: str, *, parent_id: str | None) -> Comment:
    """A new comment, at the end of what answers its parent. Raises 422 for a parent that is not shown here."""
    refuse_publishing(viewer, place)
    parent = None if parent_id is None else shown_parent(viewer, place, parent_id)
    people = queries.known_names(viewer, markup.names_in(text))
    comment = Comment(
        kind=place.kind,
        thing_id=place.thing_id,
        author_id=viewer.id,
        text=text,
        html=markup.rendered(text, [person.name for person in people]),
    )
    if parent is None:
        threads.begin(comment)
    else:
        threads.put_below(comment, parent.id, parent.root_id)
    tally(place.thing_id, comments=1)
    tell_of(comment, place, viewer, mentioned=people, answered=parent)
    announce_text(viewer, place, comment)
    return comment


def announce_text(viewer: Viewer, place: Place, comment: Comment) -> None:
    """What one says on one's own is nobody else's business."""
    if not is_own(viewer, place):
        db.session.flush()
        announce(Commented(comment.id, viewer.id))


def refuse_publishing(viewer: Viewer, place: Place) -> None:
    """Raise 403 for whoever may not publish at present, but on what is theirs and not public."""
    if is_public(place.thing.effective_privacy) or not is_own(viewer, place):
        refuse_limited(viewer.id)


def shown_parent(viewer: Viewer, place: Place, parent_id: str) -> Comment:
    seen = queries.seen(viewer, place, parent_id)
    if seen is None or not seen.is_shown or seen.comment.thing_id != place.thing_id:
        raise invalid("parent", "There is no such comment here.")
    return seen.comment


def tell_of(
    comment: Comment, place: Place, viewer: Viewer, *, mentioned: Iterable[Account], answered: Comment | None
) -> None:
    """Each is told once, by what concerns them most; nobody of what they do themselves or may not see."""
    told: dict[str, Occasion] = {place.owner_id: "comment"}
    if answered is not None and answered.author_id is not None:
        told[answered.author_id] = "reply"
    told.update({person.id: "mention" for person in mentioned})
    told.pop(viewer.id, None)
    for account_id, occasion in told.items():
        tell(account_id, occasion, comment, place, viewer)


def tell(account_id: str, occasion: Occasion, comment: Comment, place: Place, viewer: Viewer) -> None:
    account = account_by_id(account_id)
    if account is not None and account.active and permits(viewer_of(account), SEEN_BY[place.kind], place.thing):
        kind = "image" if isinstance(place.thing, Image) else "album"
        announce(Occurred(occasion, account_id, viewer.id, kind, place.thing_id, comment.id))  # type: ignore[arg-type]


def rewrite(viewer: Viewer, place: Place, comment: Comment, text: str) -> None:
    """Another text; who is mentioned only now is told."""
    if text == comment.text:
        return
    refuse_publishing(viewer, place)
    before = set(markup.names_in(comment.text))
    people = queries.known_names(viewer, markup.names_in(text))
    threads.keep_version(comment)
    comment.text, comment.edited_at = text, now()
    comment.html = markup.rendered(text, [person.name for person in people])
    for person in people:
        if person.name not in before and person.id != viewer.id:
            tell(person.id, "mention", comment, place, viewer)
    announce_text(viewer, place, comment)


def remove(comment: Comment) -> None:
    """Delete a comment; while others answer it, its empty place stays."""
    counted, thing_id = is_counted(comment), comment.thing_id
    threads.take_out(comment)
    if counted:
        tally(thing_id, comments=-1)


def hide(comment: Comment, *, is_hidden: bool) -> None:
    """The owner of a thing does not want others to read this there, or does again."""
    mark(comment, "is_hidden", value=is_hidden)


def hold(comment: Comment, *, is_held: bool) -> None:
    """The same, by moderators."""
    mark(comment, "is_held", value=is_held)


def mark(comment: Comment, name: str, *, value: bool) -> None:
    """Set a mark that decides whether a comment is counted; the thread is locked, so that it is counted once."""
    queries.lock_thread(comment.root_id)
    db.session.refresh(comment)
    before = is_counted(comment)
    setattr(comment, name, value)
    db.session.flush()
    if is_counted(comment) != before:
        tally(comment.thing_id, comments=-1 if before else 1)


def is_counted(comment: Comment) -> bool:
    """Whether it is one of the comments that a thing is said to have."""
    marks = comment.is_hidden, comment.is_held, comment.is_author_suspended
    return comment.deleted_at is None and not any(marks)


def like(viewer: Viewer, comment: Comment) -> int:
    """Like a comment; done twice it is done once. How many do."""
    with suppress(IntegrityError):
        with db.session.begin_nested():
            db.session.add(CommentLike(comment_id=comment.id, liker_id=viewer.id))
        return count_likes(comment, by=1)
    return count_likes(comment, by=0)


def unlike(viewer: Viewer, comment: Comment) -> int:
    gone = db.session.execute(delete(CommentLike).filter_by(comment_id=comment.id, liker_id=viewer.id))
    return count_likes(comment, by=-gone.rowcount)  # type: ignore[attr-defined]


def count_likes(comment: Comment, *, by: int) -> int:
    if by:
        threads.change(Comment.id == comment.id, likes=Comment.likes + by)
    db.session.refresh(comment, ["likes"])
    return comment.likes


def follow_author(event: OwnerSuspended) -> None:
    """Hide or show the comments of an account that was suspended or released, in the same transaction."""
    theirs = Comment.author_id == event.account_id, Comment.is_author_suspended != event.is_suspended
    counted = select(Comment.thing_id).where(*theirs, Comment.is_hidden.is_(False), Comment.is_held.is_(False))
    numbers = Counter(db.session.scalars(counted))
    threads.change(*theirs, is_author_suspended=event.is_suspended)
    for thing_id, count in numbers.items():
        tally(thing_id, comments=-count if event.is_suspended else count)


def forget_image(event: ImageErased) -> None:
    """The comments on an image go with it."""
    forget_thing("image", event.image_id)


def forget_album(event: AlbumErased) -> None:
    forget_thing("album", event.album_id)


def forget_thing(kind: str, thing_id: str) -> None:
    db.session.execute(delete(Comment).where(Comment.kind == kind, Comment.thing_id == thing_id))


def forget_some_of(account_id: str, *, limit: int) -> int:
    """Delete some comments of an account that goes, also what they said before, and its likes; how many there were."""
    liked = select(CommentLike.comment_id).where(CommentLike.liker_id == account_id)
    these = list(db.session.scalars(liked.limit(limit)))
    db.session.execute(delete(CommentLike).where(CommentLike.liker_id == account_id, CommentLike.comment_id.in_(these)))
    threads.change(Comment.id.in_(these), likes=Comment.likes - 1)
    written = queries.ids_by(account_id, limit=limit)
    for comment_id in written:
        comment = queries.comment_now(comment_id)
        if comment is not None:
            remove(comment)
            threads.forget_versions(comment_id)
    return len(these) + len(written)
