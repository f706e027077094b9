"""What the owner of an album is told of pictures that wait: every field by name."""

from cms.guests.queries import Waiting
from cms.guests.schemas import GuestPictureOut
from cms.images.presenting import renditions_of


def present_waiting(waiting: Waiting) -> GuestPictureOut:
    row, image = waiting
    return GuestPictureOut(
        id=image.id,
        guest=row.guest,
        sent_at=row.created_at,
        state=image.state,  # type: ignore[arg-type]
        problem=image.problem,
        width=image.width,
        height=image.height,
        file_name=image.file_name,
        renditions=renditions_of(image),
        placeholder=image.placeholder,
    )
