"""What changed about images, for whoever keeps the search index in step: a version counted up, and a job asked for."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, update

from cms.extensions import db
from cms.images.models import Image
from cms.jobs.names import INDEX_IMAGE, INDEX_OWNER
from cms.work.service import ask, ask_all


def changed(image: Image) -> None:
    """Something that is told of this image is new."""
    count_up(image)
    ask(INDEX_IMAGE, image.id)


def changed_together(images: Sequence[Image]) -> None:
    """The same for several, in a few statements."""
    for image in images:
        count_up(image)
    ask_all(INDEX_IMAGE, [image.id for image in images])


def count_up(image: Image) -> None:
    image.version = (image.version or 0) + 1


def gone(image_id: str) -> None:
    """This image is not there any more."""
    ask(INDEX_IMAGE, image_id)


def change_all(owner_id: str, where: ColumnElement[bool], **values: object) -> None:
    """Set these values for all of somebody's images that fit, in one statement."""
    these = update(Image).where(Image.owner_id == owner_id, where)
    counted = these.values(version=Image.version + 1, **values)
    db.session.execute(counted.execution_options(synchronize_session=False))
    ask(INDEX_OWNER, owner_id)
