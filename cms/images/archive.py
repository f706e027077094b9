"""Several pictures as one ZIP, streamed: nothing is written to disk, names and captions are kept."""

import csv
import io
from collections.abc import Container, Iterable, Sequence
from itertools import chain, count

from zipstream import ZIP_STORED, ZipStream

from cms.access.permissions import Permission
from cms.access.policy import permits
from cms.access.viewer import Viewer
from cms.images.bytes import chunks, download_name, has_original, original_stream
from cms.images.models import Image

CAPTIONS = ("file", "title", "description", "alt_text", "author", "licence", "taken_at")


def archive_of(images: Sequence[Image], viewer: Viewer | None) -> Iterable[bytes]:
    """The originals that this viewer may have, with a table of captions; each is opened when its turn comes."""
    archive = ZipStream(compress_type=ZIP_STORED)
    allowed = [image for image in images if has_original(image) and permits(viewer, Permission.SEE_ORIGINAL, image)]
    names = distinct_names(allowed)
    for image, name in zip(allowed, names, strict=True):
        archive.add(chunks(original_stream(image, viewer)), name)
    archive.add(captions(allowed, names), "captions.csv")
    streamed: Iterable[bytes] = iter(archive)
    return streamed


def distinct_names(images: Iterable[Image]) -> list[str]:
    """A file name for each, counted where two would be the same."""
    taken: set[str] = set()
    names = []
    for image in images:
        name = free_name(download_name(image), taken)
        taken.add(name.casefold())
        names.append(name)
    return names


def free_name(name: str, taken: Container[str]) -> str:
    """The name, with the first number that nobody has where it is taken."""
    stem, _dot, ending = name.rpartition(".")
    numbered = (f"{stem} ({number}).{ending}" for number in count(2))
    return next(found for found in chain([name], numbered) if found.casefold() not in taken)


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
