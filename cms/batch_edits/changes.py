"""What an edit makes of one image: its values before, those it wants, and which of them are still what it set.

Plain values, as a row keeps them in JSON; nothing is read or written here.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from string import Formatter
from typing import Any

from cms.access.audience import is_public
from cms.accounts.standing import is_limited
from cms.images.models import Image, Source
from cms.images.tags import MOST_TAGS
from cms.provenance.service import against_publishing
from cms.tags.keys import tag_key

Values = dict[str, Any]
PLAIN = ("description", "alt_text", "licence", "author", "source_url", "rating", "privacy")
TAG_CHANGES = ("tags", "tags_add", "tags_remove")
PLACES = ("n", "date", "title", "file")
LONGEST_TITLE = 200
FIRST_YEAR = 1000
"""MySQL keeps no earlier moments."""

NOT_YOURS, GAVE_UP, CANCELLED = "not-yours", "gave-up", "cancelled"
SENTENCES = {
    NOT_YOURS: "This picture is not there, or not yours to change.",
    "title-too-long": f"The title would have more than {LONGEST_TITLE} characters.",
    "too-many-tags": f"It would have more than {MOST_TAGS} tags.",
    "no-such-date": "There is no such date.",
    "album-gone": "The album is not there any more.",
    "limited": "A moderator limited this account: for a while it publishes nothing.",
    "licence-asks": "No licence found with it lets everybody copy it; its own page asks whether it may be public.",
    GAVE_UP: "It was tried three times and did not come to an end.",
    CANCELLED: "A moderator cancelled the edit.",
}
"""Why an image was not changed, by code; the same for one that is not there and for one of somebody else."""


class Unfit(Exception):
    """This image cannot have what is wanted."""

    def __init__(self, code: str) -> None:
        super().__init__(SENTENCES[code])
        self.code = code


def check_pattern(pattern: str) -> str:
    """The pattern of a title, if it can be filled in. Raises ValueError with a sentence."""
    try:
        parts = list(Formatter().parse(pattern))
    except ValueError as error:
        raise ValueError("A bracket is missing; write {{ and }} for brackets.") from error
    for _text, name, form, conversion in parts:
        if name is not None and (name not in PLACES or conversion):
            raise ValueError("Only {n}, {n:03}, {date}, {title} and {file} are filled in.")
        if form and not (name == "n" and re.fullmatch("0?[1-9]", form)):
            raise ValueError("Only {n} takes a width, as {n:03}.")
    return pattern


def title_of(pattern: str, image: Image, number: int) -> str:
    """The title by this pattern. Raises Unfit where it would be too long."""
    named = {
        "n": number,
        "date": image.sort_at.date().isoformat(),
        "title": image.title,
        "file": PurePosixPath(image.file_name).stem,
    }
    title = " ".join(pattern.format(**named).split())
    if len(title) > LONGEST_TITLE:
        raise Unfit("title-too-long")
    return title


def tags_after(change: Values, labels: Sequence[str]) -> list[str]:
    """The person's words by this change, each once. Raises Unfit for too many."""
    if "tags" in change:
        return list(change["tags"])
    removed = {tag_key(label) for label in change.get("tags_remove", ())}
    found = {tag_key(label): label for label in labels if tag_key(label) not in removed}
    for label in change.get("tags_add", ()):
        found.setdefault(tag_key(label), label)
    if len(found) > MOST_TAGS:
        raise Unfit("too-many-tags")
    return list(found.values())


def shifted(moment: datetime, seconds: int) -> datetime:
    """Raises Unfit where the calendar ends."""
    try:
        later = moment + timedelta(seconds=seconds)
    except OverflowError as error:
        raise Unfit("no-such-date") from error
    if later.year < FIRST_YEAR:
        raise Unfit("no-such-date")
    return later


def values_of(image: Image, fields: Sequence[str], labels: Sequence[str]) -> Values:
    """What these fields hold now; `labels` are the person's words for the image."""
    found = {
        "title": image.title,
        "tags": list(labels),
        "category": [image.category, image.category_source],
        "taken_at": image.taken_at.isoformat() if image.taken_at else None,
        "album": image.album_id,
        "place": image.place_id,
        **{name: getattr(image, name) for name in PLAIN},
    }
    return {name: found[name] for name in fields}


def fields_of(change: Values) -> list[str]:
    """Which fields of an image a change is about."""
    found = [name for name in ("title", *PLAIN, "category", "album", "place") if name in change]
    found += ["tags"] if any(name in change for name in TAG_CHANGES) else []
    return [*found, "taken_at"] if "taken_shift" in change else found


def wanted_of(change: Values, image: Image, before: Values, *, number: int) -> Values:
    """What the fields are to hold. Raises Unfit where this image cannot have that."""
    wanted = {name: change[name] for name in (*PLAIN, "album", "place") if name in change}
    if "title" in change:
        wanted["title"] = title_of(change["title"], image, number)
    if "category" in change:
        wanted["category"] = [change["category"], Source.USER.value]
    if "tags" in before:
        wanted["tags"] = tags_after(change, before["tags"])
    if "taken_at" in before:
        moment = shifted(image.taken_at, change["taken_shift"]) if image.taken_at else None
        wanted["taken_at"] = moment.isoformat() if moment else None
    return {name: wanted[name] for name in before}


def differing(before: Values, after: Values) -> tuple[Values, Values]:
    """Both without the fields that stay as they are."""
    names = [name for name in before if before[name] != after[name]]
    return {name: before[name] for name in names}, {name: after[name] for name in names}


def untouched(current: Values, before: Values, after: Values) -> Values:
    """The values to restore: of those fields that still hold what the edit set."""
    return {name: before[name] for name in before if current[name] == after[name]}


def as_fields(values: Mapping[str, Any]) -> Values:
    """The values, apart from the album, as the service of images takes them."""
    fields = {name: value for name, value in values.items() if name not in ("album", "category", "taken_at", "place")}
    if "category" in values:
        fields["category"], fields["category_source"] = values["category"]
    if "taken_at" in values:
        fields["taken_at"] = datetime.fromisoformat(values["taken_at"]) if values["taken_at"] else None
    if "place" in values:
        fields["place_id"] = values["place"]
    return fields


def refuse_publishing(image: Image, after: Values) -> None:
    """Raise Unfit where this makes an image public whose owner is limited, or of whose licence its page asks first."""
    if is_public(str(after.get("privacy"))) and not is_public(image.privacy) and is_limited(image.owner_id):
        raise Unfit("limited")
    if against_publishing(image, after.get("privacy")):
        raise Unfit("licence-asks")
