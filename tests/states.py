"""Brings pictures of a test site into a state: prepared for real, then said to be read, held or whatever is asked."""

from typing import Any

from cms.access.audience import Review
from cms.extensions import db
from cms.images.models import Image
from cms.transaction import writing
from tests.people import Person
from tests.site import Site


def set_image(site: Site, image_id: str, **columns: Any) -> None:
    """Change the row behind the back of the site."""
    with site.app.app_context(), writing():
        image = db.session.get(Image, image_id)
        assert image is not None
        for name, value in columns.items():
            setattr(image, name, value)


def row_of(site: Site, image_id: str) -> Image | None:
    """The row as it is, or None."""
    with site.app.app_context():
        return db.session.get(Image, image_id)


def prepared(site: Site, owner: Person, file: bytes | None = None, **fields: Any) -> str:
    """A picture whose renditions are there and which the gate let pass."""
    image_id = owner.adds(file, **fields)
    site.work_off("prepare-image")
    set_image(site, image_id, review=Review.PASSED)
    return image_id
