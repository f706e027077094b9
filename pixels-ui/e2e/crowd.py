"""A library of thousands: rows beside one real picture whose bytes all of them share."""

import hashlib
from datetime import timedelta

from sqlalchemy import insert

from cms.extensions import db, new_id
from cms.images.models import Image
from cms.transaction import writing
from e2e.visits import Visit

SHAPES = ((640, 420), (420, 640), (640, 640), (640, 360), (960, 420))
A_DAY = 10


def fill_library(owner: Visit, count: int) -> dict[str, str]:
    """So many pictures, ten a day back from today, each titled by its number; title by id, newest first."""
    first = owner.adds_understood(title="0")
    with owner.site.app.app_context(), writing():
        model = db.session.get_one(Image, first)
        columns = {column.key: getattr(model, column.key) for column in Image.__table__.columns}
        rows = [columns | own_columns(model, number) for number in range(1, count)]
        db.session.execute(insert(Image), rows)
    return {first: "0"} | {row["id"]: row["title"] for row in rows}


def own_columns(model: Image, number: int) -> dict[str, object]:
    """What tells this one from the others."""
    width, height = SHAPES[number % len(SHAPES)]
    return {
        "id": new_id(),
        "sha256": hashlib.sha256(f"{model.id}{number}".encode()).hexdigest(),
        "title": str(number),
        "width": width,
        "height": height,
        "sort_at": model.sort_at - timedelta(days=number / A_DAY),
    }
