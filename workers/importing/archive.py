"""A ZIP from anybody: which of its files may be opened, and their bytes, never more of them than is allowed."""

import re
import stat
import struct
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import pairwise
from pathlib import PurePosixPath
from typing import BinaryIO

from cms.imports.models import LONGEST_PATH
from cms.imports.service import Listed
from cms.storage.streams import BLOCK
from workers.importing.sidecars import MOST_BYTES, Fields, Unreadable, read_sidecar

MOST_MEMBERS = 50_000
MOST_DIRECTORY = 16_000_000
"""Bytes of the list of files at the end, which is read into memory."""

MOST_RATIO, RATIO_COUNTS_FROM = 100, 1_000_000
"""Pictures hardly get smaller in a ZIP; what unpacks to so many times its size is made to hurt."""

IGNORED = {".ds_store", "thumbs.db", "desktop.ini"}
SIDECARS = (".xmp", ".json")
ARCHIVES = (".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz")
END, END_64 = b"PK\x05\x06", b"PK\x06\x06"
ENCRYPTED, IS_UTF_8 = 0x1, 0x800
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, struct.error)
"""What `zipfile` raises for bytes that are not as they should be, or packed in a way that it does not know."""

BROKEN = "This file of the archive is broken."
DRIVE = re.compile(r"[A-Za-z]:")


class BadArchive(Exception):
    """The whole cannot be imported; the sentence is for whoever sent it."""


class Archive:
    """An open ZIP; `max_bytes` of each file, `max_total` of all that is in it."""

    def __init__(self, file: BinaryIO, *, max_bytes: int, max_total: int) -> None:
        self._max_bytes, self._max_total = max_bytes, max_total
        _refuse_long_directory(file)
        try:
            self._zip = zipfile.ZipFile(file)
        except (*DAMAGE, ValueError, OSError) as error:
            raise BadArchive("This is no ZIP that can be read.") from error
        self._infos = self._zip.infolist()
        for info in self._infos:
            info.filename = meant_name(info)
        if len(self._infos) > MOST_MEMBERS:
            raise BadArchive(f"The archive has more than {MOST_MEMBERS} files. Make several of it.")
        self._sidecars = _sidecars_by_folder(self._infos)

    def listed(self) -> list[Listed]:
        """Every file that is meant to become an image, in its order, with why it cannot if that shows already."""
        total, found, overlapping = 0, [], _overlapping(self._infos)
        for position, info in enumerate(self._infos):
            if info.is_dir() or is_ignored(info.filename) or info.filename.lower().endswith(SIDECARS):
                continue
            total += info.file_size
            refusal = self._refusal_of(info, total)
            if refusal is None and position in overlapping:
                refusal = "It shares its bytes with another file of the archive."
            found.append(Listed(position, shown_path(info.filename), refusal))
        return found

    def _refusal_of(self, info: zipfile.ZipInfo, total: int) -> str | None:
        if not is_safe(info.filename):
            return "Its path leads out of the archive."
        if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG):
            return "It is a link or another special file."
        if info.flag_bits & ENCRYPTED:
            return "It is encrypted."
        if info.filename.lower().endswith(ARCHIVES):
            return "It is an archive itself."
        if info.file_size > self._max_bytes:
            return f"It has more than {self._max_bytes} bytes."
        if info.file_size > RATIO_COUNTS_FROM and info.file_size > MOST_RATIO * max(info.compress_size, 1):
            return "It unpacks to far more than it is."
        return "The archive holds more than can be taken." if total > self._max_total else None

    def blocks(self, position: int) -> Iterator[bytes]:
        """The bytes of a file, checked by its sum at the end. Raises one of DAMAGE."""
        with self._zip.open(self._infos[position]) as source:
            while block := source.read(BLOCK):
                yield block

    def name(self, position: int) -> str:
        return PurePosixPath(self._infos[position].filename).name

    def folders(self, position: int) -> tuple[str, ...]:
        """The folders that a file lies in, outermost first, without those that Google Takeout puts around them all."""
        names = [part for part in PurePosixPath(self._infos[position].filename).parent.parts if part.strip(". ")]
        return tuple(_printable(name) for name in (names[2:] if names[:1] == ["Takeout"] else names))

    def said_of(self, position: int) -> Fields:
        """What its sidecars say, those of XMP last, since people wrote them; one that cannot be read says nothing."""
        path, fields = PurePosixPath(self._infos[position].filename), Fields()
        beside = self._sidecars.get(str(path.parent).lower(), {})
        for name in sidecar_names(path.name.lower(), beside):
            try:
                fields |= read_sidecar(name, self._short(beside[name]))
            except (Unreadable, *DAMAGE):
                continue
        return fields

    def _short(self, info: zipfile.ZipInfo) -> bytes:
        if info.file_size > MOST_BYTES or info.flag_bits & ENCRYPTED:
            raise Unreadable("too long for a sidecar")
        with self._zip.open(info) as source:
            return source.read(MOST_BYTES)


def meant_name(info: zipfile.ZipInfo) -> str:
    """Its name in the letters that were meant: systems write UTF-8 or Chinese without saying so.

    Only what is wholly of GB 2312 is taken for Chinese, in whose range European letters of DOS hardly stand in pairs.
    """
    if info.flag_bits & IS_UTF_8 or info.filename.isascii():
        return info.filename
    raw = info.filename.encode("cp437", "replace")
    for letters in ("utf-8", "gb2312"):
        with suppress(UnicodeDecodeError):
            return raw.decode(letters)
    return info.filename


def sidecar_names(picture: str, beside: Mapping[str, object]) -> list[str]:
    """Those of these names that belong to a picture, in small letters: the JSON of Takeout, then XMP."""
    stem, _, ending = picture.rpartition(".")
    numbered = re.fullmatch(r"(.*)(\(\d+\))", stem)
    plain, number = (f"{numbered[1]}.{ending}", numbered[2]) if numbered else (picture, "")
    takeout = re.compile(re.escape(plain) + r"(\.[a-z-]*)?" + re.escape(number) + r"\.json")
    found = [name for name in sorted(beside) if takeout.fullmatch(name)]
    found = found or [name for name in (f"{picture}.json",) if name in beside]
    return found[:1] + [name for name in (f"{stem}.xmp", f"{picture}.xmp") if name in beside]


def is_safe(path: str) -> bool:
    """Whether a path stays in the folder where it is unpacked, on every system."""
    parts = path.replace("\\", "/").split("/")
    return bool(path) and not DRIVE.match(path) and parts[0] != "" and ".." not in parts


def is_ignored(path: str) -> bool:
    """What systems leave behind and nobody means to import."""
    parts = path.lower().split("/")
    return "__macosx" in parts or parts[-1] in IGNORED or parts[-1].startswith("._")


def shown_path(path: str) -> str:
    return _printable(path)[:LONGEST_PATH]


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in text)


def _sidecars_by_folder(infos: list[zipfile.ZipInfo]) -> dict[str, dict[str, zipfile.ZipInfo]]:
    found: dict[str, dict[str, zipfile.ZipInfo]] = defaultdict(dict)
    for info in infos:
        path = PurePosixPath(info.filename.lower())
        if path.suffix in SIDECARS and not is_ignored(info.filename):
            found[str(path.parent)][path.name] = info
    return found


def _overlapping(infos: list[zipfile.ZipInfo]) -> set[int]:
    """Places of files that begin before the one in front of them ends: a small archive of much."""
    order = sorted(range(len(infos)), key=lambda place: infos[place].header_offset)
    return {
        after
        for before, after in pairwise(order)
        if infos[after].header_offset < infos[before].header_offset + infos[before].compress_size
    }


def _refuse_long_directory(file: BinaryIO) -> None:
    """Raise BadArchive where the list of files says to be longer than may be read at once."""
    size = file.seek(0, 2)
    file.seek(max(0, size - 70_000))
    tail = file.read()
    at, at_64 = tail.rfind(END), tail.rfind(END_64)
    if at < 0 or len(tail) < at + 22:
        raise BadArchive("This is no ZIP that can be read.")
    length = struct.unpack_from("<L", tail, at + 12)[0]
    if at_64 >= 0 and len(tail) >= at_64 + 48:
        length = max(struct.unpack_from("<Q", tail, at_64 + 40)[0], 0 if length == 0xFFFFFFFF else length)
    if length > MOST_DIRECTORY:
        raise BadArchive(f"The archive has more than {MOST_MEMBERS} files. Make several of it.")
