"""Many pictures at once: rows like one that was prepared, each with bytes of its own."""

import hashlib
from pathlib import Path
from typing import Any

from cms.extensions import db, new_id
from cms.images.models import Image
from cms.images.service import recount_usage
from cms.storage.keys import original_key, rendition_key
from cms.transaction import writing
from tests.people import Person
from tests.site import Site

SIZES = (64, 400, 1600)


def add_many(site: Site, owner: Person, count: int) -> list[str]:
    """So many pictures of this owner; their ids. The bytes are numbers, which nobody opens."""
    first = owner.adds()
    site.work_off()
    with site.app.app_context(), writing():
        image = db.session.get_one(Image, first)
        plain = {column.key: getattr(image, column.key) for column in Image.__table__.columns}
        root = Path(site.app.extensions["backends"].storage.root)
        rows = [plain | own(root, number) for number in range(count)]
        db.session.execute(db.insert(Image), rows)
        recount_usage(image.owner_id)
    return [row["id"] for row in rows]


def own(root: Path, number: int) -> dict[str, Any]:
    """What no two of them share, and the files of one."""
    image_id, data = new_id(), b"original %09d" % number
    sha256 = hashlib.sha256(data).hexdigest()
    key = original_key(sha256, image_id)
    renditions = {
        str(size): rendition_key(image_id, longest=size, version=1, sha256=sha256, content_type="image/webp")
        for size in SIZES
    }
    for name in (key, *renditions.values()):
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return {
        "id": image_id,
        "sha256": sha256,
        "size": len(data),
        "original_key": key,
        "rendition_keys": renditions,
        "fingerprint": None,
    }
