"""The mood board of a project: what was taken and the caller may see, each with whom it is owed to, as one file."""

import csv
import io
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Literal
from zipfile import ZIP_STORED, ZipFile

from cms.access.viewer import Viewer
from cms.images.models import Image
from cms.images.queries import images_by_ids, known_hashes
from cms.inert import for_spreadsheet
from cms.projects import library, queries
from cms.projects.models import Project, Shelf, Verdict
from cms.storage.base import ObjectMissing, Storage

MOST = 40
BoardFormat = Literal["png", "pdf", "zip"]
TYPES = {"png": "image/png", "pdf": "application/pdf", "zip": "application/zip"}
CREDITS = ("file", "title", "author", "licence", "source")


@dataclass(frozen=True)
class Shown:
    """A picture of the board, as a WebP, and its credits."""

    picture: bytes
    title: str
    author: str
    licence: str
    source: str

    @property
    def lines(self) -> list[str]:
        return [line for line in (self.title, self.author, self.licence, self.source) if line]


def board_of(viewer: Viewer, project: Project, format: BoardFormat, *, storage: Storage) -> bytes:
    """What was taken last, at most MOST from either side."""
    size = "1600" if format == "zip" else "400"
    shown = [*_of_library(viewer, project, size, storage), *_of_web(viewer, project, size, storage)][:MOST]
    if format == "zip":
        return packed(project.title, shown)
    return sheet(project.title, shown, format=format)


def _of_library(viewer: Viewer, project: Project, size: str, storage: Storage) -> list[Shown]:
    found = [one.image for one in library.judged(viewer, project, Verdict.TAKEN)[:MOST]]
    read = [(one, read_rendition(one, size, storage)) for one in found]
    return [
        Shown(picture, one.title, one.author or one.owner.display_name or one.owner.name, one.licence, one.source_url)
        for one, picture in read
        if picture
    ]


def _of_web(viewer: Viewer, project: Project, size: str, storage: Storage) -> list[Shown]:
    """As large as the viewer has it; else the small picture that stays with the crawl."""
    said = [one for one in queries.verdicts_of(project.id, Shelf.WEB) if one.verdict == Verdict.TAKEN][:MOST]
    own = known_hashes(viewer, [one.key for one in said])
    images = {one.sha256: one for one in images_by_ids(viewer, list(own.values()))}
    small = queries.previews_by_hash(project.id, [one.key for one in said if one.key not in images])
    read = {key: read_rendition(image, size, storage) for key, image in images.items()} | small
    credits = ("title", "author", "licence", "page_url")
    return [Shown(read[one.key], *(one.told.get(name, "") for name in credits)) for one in said if read.get(one.key)]


def read_rendition(image: Image, size: str, storage: Storage) -> bytes:
    """The bytes of this rendition; none where it is not there (yet)."""
    key = image.rendition_keys.get(size)
    if key is None:
        return b""
    try:
        with closing(storage.open(key)) as stream:
            return stream.read()
    except ObjectMissing:
        return b""


def sheet(title: str, shown: Sequence[Shown], *, format: Literal["png", "pdf"]) -> bytes:
    """All of them beside each other."""
    from cms.media.board import Tile, drawn  # loads Pillow

    return drawn(title, [Tile(one.picture, one.lines) for one in shown], format=format)


def packed(title: str, shown: Sequence[Shown]) -> bytes:
    """The pictures, the sheet, and the credits as text and as a table."""
    names = [f"{number:02}.webp" for number in range(1, len(shown) + 1)]
    table = io.StringIO()
    rows = csv.writer(table)
    rows.writerow(CREDITS)
    rows.writerows(
        [for_spreadsheet(text) for text in (name, one.title, one.author, one.licence, one.source)]
        for name, one in zip(names, shown, strict=True)
    )
    text = "\n".join(f"{name}: {', '.join(one.lines)}" for name, one in zip(names, shown, strict=True))
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as archive:
        for name, one in zip(names, shown, strict=True):
            archive.writestr(name, one.picture)
        archive.writestr("board.pdf", sheet(title, shown, format="pdf"))
        archive.writestr("credits.txt", text)
        archive.writestr("credits.csv", "\ufeff" + table.getvalue())
    return out.getvalue()
