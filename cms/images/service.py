"""What happens to images: added, changed, turned, thrown away, brought back, erased. No HTTP, no commits."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import BinaryIO

from sqlalchemy import select, true, update
from sqlalchemy.exc import IntegrityError

from cms.access.audience import ImageState, Privacy, Review, is_public
from cms.accounts.models import Account
from cms.accounts.queries import account_by_id, lock_owners
from cms.accounts.quota import give_back_space, set_usage, take_space
from cms.accounts.standing import refuse_limited
from cms.errors import Problem, conflict, invalid
from cms.events import ImageErased, OwnerRetold, OwnerSuspended, PictureChosen, announce
from cms.extensions import db, new_id, now
from cms.images import queries
from cms.images.blocked import refuse_blocked
from cms.images.changes import change_all, changed, gone
from cms.images.models import Album, DiscardedObject, Image, Source, Understanding
from cms.images.placing import in_effect
from cms.images.tags import renew_fact_tags, replace_user_tags
from cms.jobs.names import CLASSIFY_IMAGE, PREPARE_IMAGE, REMOVE_OBJECTS, TURN_IMAGE
from cms.media.decode import Inspection
from cms.metrics import count_upload
from cms.storage.base import Storage
from cms.storage.keys import original_key
from cms.transaction import after_commit, reading
from cms.work.service import ask

Fields = dict[str, object]


@dataclass(frozen=True)
class Arrival:
    """Bytes that came in, already judged by their header. `stream` gives all of them from where it stands."""

    stream: BinaryIO
    sha256: str
    file_name: str
    inspection: Inspection


@dataclass(frozen=True)
class Added:
    """The image, and whether it was there before."""

    image: Image
    is_duplicate: bool


def add_image(
    owner_id: str, arrival: Arrival, fields: Fields, *, storage: Storage, admit: Callable[[], None] | None = None
) -> Added:
    """Take a picture in: bytes first, row second. The same bytes of the same owner are the same image.

    `admit` is asked first where somebody else sends it; then an image that is there stays as it is.
    """
    refuse_blocked(arrival.sha256)
    with reading():
        refuse_limited(owner_id)
    image_id = new_id()
    key = original_key(arrival.sha256, image_id)
    storage.put(key, arrival.stream, content_type=arrival.inspection.content_type)
    try:
        if admit is not None:
            admit()
            if (known := queries.image_by_hash(owner_id, arrival.sha256)) is not None:
                discard([(storage.name, key)])
                return Added(known, is_duplicate=True)
        return _keep(owner_id, arrival, fields, image_id=image_id, storage=storage)
    except Problem:
        storage.delete(key)
        raise


def _keep(owner_id: str, arrival: Arrival, fields: Fields, *, image_id: str, storage: Storage) -> Added:
    """The row for bytes that are stored. Raises 413 where the owner has no room for them."""
    key = original_key(arrival.sha256, image_id)
    known = queries.image_by_hash(owner_id, arrival.sha256)
    if known is None:
        known = _insert(owner_id, arrival, fields, image_id=image_id, storage=storage)
        if known.id == image_id:
            after_commit(partial(count_upload, arrival.inspection.size))
            return Added(known, is_duplicate=False)
    if known.state == ImageState.FAILED:
        return Added(_begin_again(known, key, fields, storage=storage), is_duplicate=False)
    discard([(storage.name, key)])
    if known.is_trashed:
        restore(known)
    return Added(known, is_duplicate=True)


def _insert(owner_id: str, arrival: Arrival, fields: Fields, *, image_id: str, storage: Storage) -> Image:
    """The new row, or the one that another request made of the same bytes meanwhile."""
    account = account_by_id(owner_id)
    if account is None:
        raise conflict("This account is gone.")
    seen, at = arrival.inspection, now()
    image = Image(
        id=image_id,
        owner=account,
        album=None,
        sha256=arrival.sha256,
        size=seen.size,
        format=seen.format,
        content_type=seen.content_type,
        file_name=clean_file_name(arrival.file_name),
        storage=storage.name,
        original_key=original_key(arrival.sha256, image_id),
        width=seen.width,
        height=seen.height,
        frames=seen.frames,
        understanding=Understanding.PENDING if account.understanding else Understanding.OFF,
        created_at=at,
        sort_at=at.replace(tzinfo=None),
    )
    try:
        with db.session.begin_nested():
            take_space(account.id, seen.size)
            db.session.add(image)
    except IntegrityError:
        existing = queries.image_by_hash(owner_id, arrival.sha256)
        if existing is None:
            raise
        return existing
    apply_fields(image, fields)
    ask(PREPARE_IMAGE, image.id)
    return image


def _begin_again(image: Image, key: str, fields: Fields, *, storage: Storage) -> Image:
    """Bytes that failed before came again: give them another chance under the same row."""
    take_space(image.owner_id, image.size)
    discard(objects_of(image))
    image.storage, image.original_key, image.rendition_keys = storage.name, key, {}
    image.state, image.review = ImageState.PENDING, Review.PENDING
    image.problem = image.problem_code = None
    image.understanding = Understanding.PENDING if image.owner.understanding else Understanding.OFF
    image.is_trashed, image.trashed_at = False, None
    apply_fields(image, fields)
    ask(PREPARE_IMAGE, image.id)
    return image


def apply_fields(image: Image, fields: Fields) -> None:
    """Set what a person says of an image; `fields` holds only what they named, already checked."""
    set_fields(image, fields)
    changed(image)


def set_fields(image: Image, fields: Fields) -> None:
    """The same, where the caller tells of the change."""
    values = dict(fields)
    if "tags" in values:
        replace_user_tags(image.id, values.pop("tags"))  # type: ignore[arg-type]
    if "category" in values:
        category = values.pop("category")
        if category is not None:
            image.category, image.category_source = str(category), Source.USER
    if "privacy" in values:
        set_privacy(image, Privacy(str(values.pop("privacy"))))
    for name, value in values.items():
        setattr(image, name, value)
    if "taken_at" in values:
        image.sort_at = image.taken_at or image.created_at.astimezone(UTC).replace(tzinfo=None)
        renew_fact_tags(image)


def set_privacy(image: Image, privacy: Privacy) -> None:
    """What the owner chooses, and what is in effect: its album may be stricter, also one that is changed just now."""
    home = album_of(image)
    lock_owners(image.owner_id, *([] if home is None else [home.owner_id]))
    if is_public(privacy) and not is_public(image.privacy or Privacy.PRIVATE):
        refuse_limited(image.owner_id)
    db.session.refresh(image, ["album_privacy", "album_id"])
    image.privacy = privacy
    image.effective_privacy = in_effect(image, album_of(image))


def album_of(image: Image) -> Album | None:
    """The album that the image is in: its owner's, or that of somebody who lets them add to it."""
    return None if image.album_id is None else db.session.get(Album, image.album_id)


def turn(image: Image, degrees: int) -> None:
    """Show the picture turned clockwise from now on; the original stays as it is."""
    if image.state != ImageState.READY:
        raise conflict("This picture is not ready yet.")
    image.turn = (image.turn + degrees) % 360
    render_again(image)


def render_again(image: Image) -> None:
    """Have its smaller pictures made anew, from an original that is there."""
    changed(image)
    ask(TURN_IMAGE, image.id)


def understand_again(image: Image) -> None:
    """Have the models read the picture anew."""
    if image.state != ImageState.READY:
        raise conflict("This picture is not ready yet.")
    image.understanding = Understanding.PENDING
    ask(CLASSIFY_IMAGE, image.id)


def trash(image: Image) -> None:
    if not image.is_trashed:
        image.is_trashed, image.trashed_at = True, now()
        changed(image)


def restore(image: Image) -> None:
    if image.is_trashed:
        image.is_trashed, image.trashed_at = False, None
        changed(image)


def erase(image: Image) -> None:
    """Remove an image for ever: its row now, its bytes by a job."""
    discard(objects_of(image))
    if image.state != ImageState.FAILED:
        give_back_space(image.owner_id, image.size)
    stood_for = update(Account).filter_by(id=image.owner_id, picture_id=image.id)
    db.session.execute(stood_for.values(picture_id=None))
    db.session.delete(image)
    gone(image.id)
    announce(ImageErased(image.id))


def erase_some(owner_id: str, *, limit: int) -> int:
    """Remove some images of a closed account for ever; how many there were."""
    doomed = queries.any_of(owner_id, limit=limit)
    for image in doomed:
        erase(image)
    return len(doomed)


def recount_usage(owner_id: str) -> None:
    """Count anew what an account keeps; its row is locked, so that no upload is counted twice or not at all."""
    db.session.execute(select(Account.id).filter_by(id=owner_id).with_for_update())
    size, images = queries.used_by_owners(owner_id).get(owner_id, (0, 0))
    set_usage(owner_id, size=size, images=images)


def objects_of(image: Image) -> list[tuple[str, str]]:
    """Every object of an image: back end and key."""
    keys = [image.original_key, *image.rendition_keys.values()]
    return [(image.storage, key) for key in keys]


def discard(objects: list[tuple[str, str]]) -> None:
    """Have these objects removed once the transaction is committed."""
    if not objects:
        return
    batch = new_id()
    db.session.add_all(DiscardedObject(batch_id=batch, storage=storage, key=key) for storage, key in objects)
    db.session.flush()
    ask(REMOVE_OBJECTS, batch)


def decide_held(image: Image, *, release: bool) -> None:
    """A moderator looked at a held picture: let others see it, or keep it back."""
    if release and image.review == Review.HELD:
        image.review = Review.PASSED
        changed(image)


def follow_owner(event: OwnerSuspended) -> None:
    """Hide or show the pictures of an account that was suspended or released, in the same transaction."""
    change_all(event.account_id, true(), is_owner_suspended=event.is_suspended)


def retell_owner(event: OwnerRetold) -> None:
    """The pictures of an account are found by its new name from now on, and sorted by likes that it tells."""
    change_all(event.account_id, true())


def refuse_foreign_picture(event: PictureChosen) -> None:
    """Somebody is stood for by a picture of their own, not by one in the trash."""
    if not queries.is_kept_by(event.account_id, event.image_id):
        raise invalid("picture", "This is not one of your pictures.")


def clean_file_name(name: str) -> str:
    """The last part of the name as sent, without control characters; kept only to be shown and for downloads."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c for c in last if c.isprintable())[:255].strip(". ")


def local_moment(text: datetime) -> tuple[datetime, str | None]:
    """A camera's time as it is kept: local without a zone, and its offset if that is known."""
    offset = text.strftime("%z")
    return text.replace(tzinfo=None), f"{offset[:3]}:{offset[3:5]}" if offset else None
