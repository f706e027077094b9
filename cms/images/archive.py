"""Several pictures as one ZIP, streamed: nothing is written to disk, names and captions are kept."""

import csv
import hashlib
import io
from collections.abc import Container, Iterable, Sequence
from itertools import chain, count

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse
from zipstream import ZIP_STORED, ZipStream, ng

from cms.access.permissions import Permission
from cms.access.policy import permits
from cms.access.viewer import Viewer
from cms.images.bytes import (
    chunks,
    download_name,
    has_original,
    look_for,
    original_size,
    original_stream,
    original_tag,
    safe_name,
)
from cms.images.models import Image
from cms.inert import for_spreadsheet

NO_DATE = (1980, 1, 1, 0, 0, 0)
"""The first day of the format: an archive that said when it was made would never come twice the same."""


class Undated(ng.ZipStreamInfo):  # type: ignore[misc]
    """An entry without a date, so that the rest of a broken download fits what came before."""

    def __init__(self, filename: str, date_time: tuple[int, ...] | None = None) -> None:
        super().__init__(filename, date_time or NO_DATE)


ng.ZipStreamInfo = Undated  # the library has no other way to say it

CAPTIONS = ("file", "title", "description", "alt_text", "author", "licence", "taken_at")


def archive_answer(images: Sequence[Image], viewer: Viewer | None, *, title: str) -> AnyResponse:
    """The originals that this viewer may have and a table of captions as one ZIP, whose length is known beforehand.

    Each picture is opened when its turn comes. A broken download goes on where it was by `Range`, as long as nothing
    changed meanwhile.
    """
    allowed = [image for image in images if has_original(image) and permits(viewer, Permission.SEE_ORIGINAL, image)]
    for first in allowed[:1]:
        look_for(first)
    names = distinct_names(allowed)
    told = captions(allowed, names)
    archive = ZipStream(compress_type=ZIP_STORED, sized=True)
    for image, name in zip(allowed, names, strict=True):
        archive.add(chunks(original_stream(image, viewer)), name, size=original_size(image, viewer))
    archive.add(told, "captions.csv")
    response = Response(iter(archive), mimetype="application/zip")
    response.content_length = len(archive)
    response.set_etag(tag_of([original_tag(image, viewer) for image in allowed], told))
    response.headers["Content-Disposition"] = f'attachment; filename="{safe_name(title, "pixels")}.zip"'
    return response.make_conditional(request, accept_ranges=True, complete_length=len(archive))


def tag_of(tags: Sequence[str], told: bytes) -> str:
    """Names this archive: the same pictures under the same names give the same."""
    return hashlib.sha256("\n".join(tags).encode() + told).hexdigest()[:32]


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
        said = [str(getattr(image, field) or "") for field in CAPTIONS[1:]]
        rows.writerow(map(for_spreadsheet, [name, *said]))
    return ("\ufeff" + table.getvalue()).encode()
