"""A sentence on a picture, made of what is known of it, in zh, en and sv. It claims nothing that is not known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_skeleton

from cms.vision.taxonomy import LANGUAGES, above, name_of

LOCALES = {"en": "en", "zh": "zh_Hans", "sv": "sv"}
MOST_THINGS, MOST_COLOURS, LONGEST_TEXT = 3, 2, 80
_AND = {"en": " and ", "zh": "和", "sv": " och "}
_COMMA = {"en": ", ", "zh": "、", "sv": ", "}
_STOP = {"en": ". ", "zh": "。", "sv": ". "}
_COLOURS = {"en": "mainly {}", "zh": "以{}为主", "sv": "mest i {}"}
_BESIDE = {"en": ", ", "zh": "，", "sv": ", "}
_TEXT = {"en": "Text: “{}”", "zh": "文字：“{}”", "sv": "Text: ”{}”"}


@dataclass(frozen=True)
class KnownOf:
    """What is known of a picture: things as key and word, surest first; colours by their names, largest first.

    `place` and `colours` are in the language of the caption; `kind` is the category, for where no thing is known.
    """

    kind: str
    things: Sequence[tuple[str, str]] = ()
    colours: Sequence[str] = ()
    place: str = ""
    taken: date | None = None
    lines: Sequence[str] = ()


def caption_of(known: KnownOf, language: str) -> str:
    """The sentence: things or kind, colours; place and month; writing."""
    language = language if language in LANGUAGES else "en"
    what = _listed([name_of(key, language) or word for key, word in narrowest(known.things)], language) or known.kind
    colours = _COLOURS[language].format(_listed(known.colours[:MOST_COLOURS], language)) if known.colours else ""
    month = format_skeleton("yMMMM", known.taken, locale=LOCALES[language]) if known.taken else ""
    text = " ".join(" ".join(known.lines).split())
    text = text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1].rstrip()}…"
    parts = (
        _BESIDE[language].join(filter(None, (what, colours))),
        _BESIDE[language].join(filter(None, (known.place.replace(", ", _BESIDE[language]), month))),
        _TEXT[language].format(text) if text else "",
    )
    said = _STOP[language].join(f"{part[0].upper()}{part[1:]}" for part in parts if part)
    return f"{said}{_STOP[language].strip()}" if said else ""


def narrowest(things: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The first few that are not above another: a retriever is an animal anyway."""
    broader = {one for key, _ in things for one in above(key)}
    return [(key, word) for key, word in dict(things).items() if key not in broader][:MOST_THINGS]


def _listed(words: Sequence[str], language: str) -> str:
    *first, last = words or [""]
    return f"{_COMMA[language].join(first)}{_AND[language]}{last}" if first else last
