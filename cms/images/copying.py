"""Taking a picture of somebody else into one's own library: which licences let one, and what is kept of its origin.

The only place that reads a licence as a rule. No HTTP, no bytes.
"""

import re

from cms.access.audience import ImageState, shown_of_others
from cms.access.permissions import Permission
from cms.access.policy import is_within, permits
from cms.access.viewer import Viewer
from cms.errors import Problem, forbidden
from cms.extensions import now
from cms.images.models import Image
from cms.images.queries import image_by_hash
from cms.images.service import Fields

FREE_NAMES = re.compile(
    r"(cc ?0|cc zero)( 1\.0)?( universal)?"
    r"|cc by( sa)?( [1-4]\.[05])?( international| unported| [a-z]{2})?"
    r"|creative commons attribution( share ?alike)?( [1-4]\.[05])?( international| unported)?"
    r"|public domain( mark)?( 1\.0)?|cc pdm( 1\.0)?|pd|公有领域"
)
FREE_PAGES = re.compile(
    r"https?://(www\.)?creativecommons\.org/(licenses/by(-sa)?/[1-4]\.[05]|publicdomain/(zero|mark)/1\.0)(/.*)?"
)
SAID = ("title", "description", "alt_text", "licence")
"""What goes along as it is; tags and category are made anew."""


def is_free(licence: str) -> bool:
    """Whether these words name a licence by which everybody may copy, for whatever end, or no rights at all."""
    said = licence.strip().casefold()
    return bool(FREE_PAGES.fullmatch(said) or FREE_NAMES.fullmatch(" ".join(re.split(r"[\s_-]+", said))))


def may_copy(viewer: Viewer | None, image: Image) -> bool:
    """Whether this viewer may take this picture of somebody else into their own library."""
    return is_free(image.licence) and is_within_reach(viewer, image)


def is_within_reach(viewer: Viewer | None, image: Image) -> bool:
    """The same, whatever its licence says: they see it as everybody does who may, and may have its original."""
    if viewer is None or not permits(viewer, Permission.ADD_IMAGE):
        return False
    return permits(viewer, Permission.SEE_ORIGINAL, image) and is_within(shown_of_others(viewer), viewer, image)


def refuse_unless_copyable(viewer: Viewer, image: Image) -> None:
    """Raise 403 where they may not have the original, 409 where the licence lets nobody copy it."""
    if not is_within_reach(viewer, image):
        raise forbidden()
    if not is_free(image.licence):
        raise Problem(
            409,
            "licence-forbids",
            "The licence of this picture does not let everybody copy it. Ask whose it is, or put it into a collection.",
        )


def copy_at_hand(viewer: Viewer, image: Image) -> Image | None:
    """The viewer's own image of the very same bytes, unless it failed or is in the trash."""
    found = image_by_hash(viewer.id, image.sha256)
    return None if found is None or found.is_trashed or found.state == ImageState.FAILED else found


def fields_of(image: Image, *, site: str) -> Fields:
    """What is said of a copy: what its licence asks for, and where it came from, which later changes leave."""
    author, address = image.author or image.owner.display_name or image.owner.name, f"{site}/images/{image.id}"
    origin = {
        "image_id": image.id,
        "address": address,
        "owner": image.owner.name,
        "author": author,
        "licence": image.licence,
        "copied_at": now().isoformat(timespec="seconds"),
    }
    told = {name: getattr(image, name) for name in SAID}
    return {**told, "author": author, "source_url": image.source_url or address, "origin": origin, "turn": image.turn}
