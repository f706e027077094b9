"""Several pictures as one ZIP, streamed: nothing is written to disk, names and captions are kept."""

import csv
import hashlib
import io
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
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
    gets_whole_original,
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


@dataclass(frozen=True)
class Packed:
    """A picture that goes into an archive: by which name, whole or without what is private, and told of when taken."""

    image: Image
    name: str
    is_whole: bool
    tells_when: bool = True


def packed_for(images: Sequence[Image], viewer: Viewer | None) -> list[Packed]:
    """Those of these pictures whose originals this viewer may have."""
    allowed = [image for image in images if has_original(image) and permits(viewer, Permission.SEE_ORIGINAL, image)]
    return [Packed(image, download_name(image), gets_whole_original(image, viewer)) for image in allowed]


def archive_answer(packed: Sequence[Packed], *, title: str) -> AnyResponse:
    """These originals and a table of captions as one ZIP, whose length is known beforehand.

    Each picture is opened when its turn comes. A broken download goes on where it was by `Range`, as long as nothing
    changed meanwhile.
    """
    for first in packed[:1]:
        look_for(first.image)
    names = distinct_names(one.name for one in packed)
    told = captions(packed, names)
    archive = ZipStream(compress_type=ZIP_STORED, sized=True)
    for one, name in zip(packed, names, strict=True):
        size = original_size(one.image, is_whole=one.is_whole)
        archive.add(chunks(original_stream(one.image, is_whole=one.is_whole)), name, size=size)
    archive.add(told, "captions.csv")
    response = Response(iter(archive), mimetype="application/zip")
    response.content_length = len(archive)
    response.set_etag(tag_of([original_tag(one.image, is_whole=one.is_whole) for one in packed], told))
    response.headers["Content-Disposition"] = f'attachment; filename="{safe_name(title, "pixels")}.zip"'
    return response.make_conditional(request, accept_ranges=True, complete_length=len(archive))


def tag_of(tags: Sequence[str], told: bytes) -> str:
    """Names this archive: the same pictures under the same names give the same."""
    return hashlib.sha256("\n".join(tags).encode() + told).hexdigest()[:32]


def distinct_names(wanted: Iterable[str]) -> list[str]:
    """These file names, counted where two would be the same."""
    taken: set[str] = set()
    names = []
    for one in wanted:
        name = free_name(one, taken)
        taken.add(name.casefold())
        names.append(name)
    return names


def free_name(name: str, taken: Container[str]) -> str:
    """The name, with the first number that nobody has where it is taken."""
    stem, _dot, ending = name.rpartition(".")
    numbered = (f"{stem} ({number}).{ending}" for number in count(2))
    return next(found for found in chain([name], numbered) if found.casefold() not in taken)


def captions(packed: Sequence[Packed], names: Sequence[str]) -> bytes:
    """What people said of the pictures, as a table; a leading apostrophe keeps spreadsheets from running text."""
    table = io.StringIO()
    rows = csv.writer(table)
    rows.writerow(CAPTIONS)
    for one, name in zip(packed, names, strict=True):
        *said, taken = [str(getattr(one.image, field) or "") for field in CAPTIONS[1:]]
        rows.writerow(map(for_spreadsheet, [name, *said, taken if one.tells_when else ""]))
    return ("\ufeff" + table.getvalue()).encode()
