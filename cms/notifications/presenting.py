"""What of a notification is told to its account: every field by name."""

from cms.images.presenting import is_safe, renditions_of
from cms.images.schemas import Owner
from cms.notifications import schemas
from cms.notifications.queries import Told

LONGEST = 200
"""So many characters of a comment are told."""


def present_notification(told: Told) -> schemas.NotificationOut:
    row, actors = told.row, told.actors
    return schemas.NotificationOut(
        id=row.id,
        kind=row.occasion,  # type: ignore[arg-type]
        actors=[Owner(name=name, display_name=display_name) for name, display_name in actors.newest],
        count=actors.count,
        subject=present_subject(told),
        detail=(row.detail_id or None) if not actors.newest else actors.comment_id,
        text=None if actors.text is None else actors.text[:LONGEST],
        created_at=row.created_at,
        updated_at=row.updated_at,
        read=row.read_at is not None,
    )


def present_subject(told: Told) -> schemas.SubjectOut | None:
    """As it is called now."""
    image, album, search = told.image, told.album, told.search
    if image is not None:
        return schemas.SubjectOut(
            kind="image",
            id=image.id,
            title=image.title,
            alt_text=image.alt_text,
            renditions=renditions_of(image) if is_safe(image) else None,
        )
    if album is not None:
        return schemas.SubjectOut(kind="album", id=album.id, title=album.title)
    if search is not None:
        return schemas.SubjectOut(kind="search", id=search.id, title=search.name)
    for name, display_name in told.actors.newest[:1] if told.row.subject_kind == "person" else ():
        return schemas.SubjectOut(kind="person", id=name, title=display_name)
    return None
