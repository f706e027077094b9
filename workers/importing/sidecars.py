"""What files beside a picture say of it: XMP (Lightroom, digiKam) and the JSON of Google Takeout. Pure; no entities."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

from cms.images.service import local_moment
from cms.images.tags import LONGEST_TAG, MOST_TAGS, clean_labels
from cms.media.places import nearest

MOST_BYTES = 1_000_000
LONGEST_TITLE, LONGEST_DESCRIPTION = 200, 5000
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DC = "{http://purl.org/dc/elements/1.1/}"
XMP = "{http://ns.adobe.com/xap/1.0/}"
EXIF = "{http://ns.adobe.com/exif/1.0/}"
PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
LIGHTROOM = "{http://ns.adobe.com/lightroom/1.0/}"
DIGIKAM = "{http://www.digikam.org/ns/1.0/}"
DATES = (EXIF + "DateTimeOriginal", PHOTOSHOP + "DateCreated", XMP + "CreateDate")
POSITION = re.compile(r"(\d{1,3}),(\d{1,2}(?:\.\d+)?)(?:,(\d{1,2}))?([NSEW])")

Fields = dict[str, object]


class Unreadable(Exception):
    """Not a sidecar of the kind that its name says."""


def read_sidecar(name: str, data: bytes) -> Fields:
    """What it says, as the service of images takes it. Raises Unreadable."""
    return read_xmp(data) if name.lower().endswith(".xmp") else read_takeout(data)


def read_xmp(data: bytes) -> Fields:
    """Title, caption, words, rating, date and place of an XMP packet. Raises Unreadable."""
    try:
        text = data.decode("utf-8-sig")
        if "<!DOCTYPE" in text or "<!ENTITY" in text:
            raise Unreadable("XMP has no entities of its own")
        root = ElementTree.fromstring(text)  # noqa: S314  # there are no entities, and it is short
    except (UnicodeDecodeError, ElementTree.ParseError) as error:
        raise Unreadable("this is no XMP") from error
    told = dict(_properties(root))
    words = [*told.get(DC + "subject", []), *_leaves(told.get(LIGHTROOM + "hierarchicalSubject", []), "|")]
    words += _leaves(told.get(DIGIKAM + "TagsList", []), "/")
    fields = _said(title=_first(told, DC + "title"), description=_first(told, DC + "description"), words=words)
    rating = _first(told, XMP + "Rating")
    if rating.isdigit() and 1 <= int(rating) <= 5:
        fields["rating"] = int(rating)
    moment = next(filter(None, (_moment(_first(told, name)) for name in DATES)), None)
    if moment is not None:
        fields["taken_at"], fields["taken_offset"] = local_moment(moment)
    lat, lon = _degrees(_first(told, EXIF + "GPSLatitude")), _degrees(_first(told, EXIF + "GPSLongitude"))
    return fields | _placed(lat, lon)


def read_takeout(data: bytes) -> Fields:
    """Title, description, moment and place by Google Takeout; people are left out. Raises Unreadable."""
    try:
        told: Any = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Unreadable("this is no JSON") from error
    if not isinstance(told, dict):
        raise Unreadable("this is nothing that Takeout writes")
    fields = _said(title=_text(told.get("title")), description=_text(told.get("description")), words=[])
    moment = _since_1970(_part(told, "photoTakenTime").get("timestamp"))
    if moment is not None:
        fields["taken_at"], fields["taken_offset"] = local_moment(moment)
    place = _part(told, "geoData")
    lat, lon = place.get("latitude"), place.get("longitude")
    if isinstance(lat, (int, float)) and isinstance(lon, (int, float)) and (lat, lon) != (0, 0):
        fields |= _placed(lat, lon)
    return fields


def _properties(root: ElementTree.Element) -> Iterator[tuple[str, list[str]]]:
    """Every property of every description, with its values: of attributes, of plain text, of lists."""
    for description in root.iter(RDF + "Description"):
        for name, value in description.attrib.items():
            yield name, [value]
        for element in description:
            items = [item.text or "" for item in element.iter(RDF + "li")]
            yield element.tag, items or [element.text or ""]


def _first(told: dict[str, list[str]], name: str) -> str:
    return next(iter(told.get(name, [])), "").strip()


def _leaves(paths: list[str], between: str) -> list[str]:
    """Of `Animals|Birds|Owl` the owl."""
    return [path.rpartition(between)[2] for path in paths]


def _said(*, title: str, description: str, words: list[str]) -> Fields:
    """What was said at all, cut to what an image takes."""
    printable = (" ".join("".join(c for c in word if c.isprintable() or c.isspace()).split()) for word in words)
    labels = clean_labels([word for word in printable if word and len(word) <= LONGEST_TAG][: MOST_TAGS * 2])
    found: Fields = {
        "title": " ".join(_plain(title).split())[:LONGEST_TITLE],
        "description": _plain(description)[:LONGEST_DESCRIPTION],
        "tags": labels,
    }
    return {name: value for name, value in found.items() if value}


def _plain(text: str) -> str:
    return "".join(c for c in text if c.isprintable() or c in "\n\t").strip()


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _since_1970(seconds: object) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(str(seconds)), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _degrees(text: str) -> float | None:
    """`52,30.5N` is 52.508."""
    found = POSITION.fullmatch(text)
    if found is None:
        return None
    degrees = int(found[1]) + float(found[2]) / 60 + int(found[3] or 0) / 3600
    return -degrees if found[4] in "SW" else degrees


def _placed(lat: float | None, lon: float | None) -> Fields:
    place = nearest(lat, lon) if lat is not None and lon is not None else None
    return {} if place is None else {"place_id": place.id}


def _part(told: dict[str, Any], name: str) -> dict[str, Any]:
    part = told.get(name)
    return part if isinstance(part, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
