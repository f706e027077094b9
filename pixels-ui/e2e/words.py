"""What the interface and the rooms of moderators say in the language of a browser, asked for by its key."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from cms.admin.words import WORDS
from cms.wire.language import LANGUAGES

LOCALES = Path(__file__).parents[1] / "src" / "locales"


def said(locale: str, key: str, **values: str) -> str:
    """The words of the interface: `people.followNamed` is in people.json. Of words by count those for one."""
    part, *names = key.split(".")
    found = part_of(locale[:2], part)
    for name in names:
        found = found[name]
    text = str(found).split(" | ")[0]
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def said_to_moderators(locale: str, key: str, *values: str) -> str:
    return WORDS[key][LANGUAGES.index(locale[:2])].format(*values)


@cache
def part_of(language: str, part: str) -> Any:
    return json.loads((LOCALES / language / f"{part}.json").read_text(encoding="utf-8"))
