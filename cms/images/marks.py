"""What happened to images, and what their viewer did with them, read together with the images."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, with_expression
from sqlalchemy.orm.attributes import set_committed_value

from cms.access.viewer import Viewer
from cms.extensions import db
from cms.images.models import Image
from cms.reactions.models import Tally
from cms.reactions.queries import collected_by, liked_by


def marked_for(viewer: Viewer | None) -> tuple[Any, ...]:
    """Have images come with what happened to them, and whether this viewer likes them and collected them."""
    liked, collected = liked_by(viewer, Image.id), collected_by(viewer, Image.id)
    own = (with_expression(Image.is_liked, liked), with_expression(Image.is_collected, collected))
    return (joinedload(Image.tally), *(own if viewer is not None else ()))


def mark_for(viewer: Viewer | None, image: Image) -> None:
    """The same for one that is here already."""
    liked, collected = liked_by(viewer, Image.id), collected_by(viewer, Image.id)
    known = select(Tally, liked, collected).select_from(Image).outerjoin(Tally, Tally.thing_id == Image.id)
    row = db.session.execute(known.where(Image.id == image.id)).one()
    for name, told in zip(("tally", "is_liked", "is_collected"), row, strict=True):
        set_committed_value(image, name, told)
