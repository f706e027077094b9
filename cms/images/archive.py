"""Several pictures as one ZIP, streamed: nothing is written to disk, names and captions are kept."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from zipstream import ZIP_STORED, ZipStream

from cms.access.permissions import Permission
from cms.access.policy import permits
from cms.access.viewer import Viewer
from cms.images.bytes import chunks, download_name, original_stream
from cms.images.models import Image

CAPTIONS = ("file", "title", "description", "alt_text", "author", "licence", "taken_at")


def archive_of(images: Sequence[Image], viewer: Viewer | None) -> Iterator[bytes]:
    """The originals that this viewer may have, with a table of captions beside them."""
    archive = ZipStream(compress_type=ZIP_STORED)
    allowed = [image for image in images if permits(viewer, Permission.SEE_ORIGINAL, image)]
    names = distinct_names(allowed)
    for image, name in zip(allowed, names, strict=True):
        archive.add(_bytes_of(image, viewer), name)
    archive.add(captions(allowed, names), "captions.csv")
    yield from archive


def _bytes_of(image: Image, viewer: Viewer | None) -> Iterator[bytes]:
    """Opened only when its turn comes."""
    yield from chunks(original_stream(image, viewer))


def distinct_names(images: Iterable[Image]) -> list[str]:
    """A file name for each, counted where two would be the same."""
    seen: dict[str, int] = {}
    names = []
    for image in images:
        name = download_name(image)
        count = seen[name.casefold()] = seen.get(name.casefold(), 0) + 1
        stem, _dot, ending = name.rpartition(".")
        names.append(name if count == 1 else f"{stem} ({count}).{ending}")
    return names


def captions(images: Sequence[Image], names: Sequence[str]) -> bytes:
    """What people said of the pictures, as a table; a leading apostrophe keeps spreadsheets from running text."""
    table = io.StringIO()
    rows = csv.writer(table)
    rows.writerow(CAPTIONS)
    for image, name in zip(images, names, strict=True):
        rows.writerow([inert(name), *(inert(str(getattr(image, field) or "")) for field in CAPTIONS[1:])])
    return ("\ufeff" + table.getvalue()).encode()


def inert(text: str) -> str:
    return "'" + text if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
