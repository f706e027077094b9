"""What people write, made harmless for the place where it ends up. Pages escape by themselves; these places do not."""

import json
import unicodedata

SCRIPT_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}
FORMULA_STARTS = tuple("=+-@|%\t\r\n\uff1d\uff0b\uff0d\uff20")
"""What spreadsheets take for the beginning of a formula, the wide forms too."""


def for_terminal(text: str) -> str:
    """One line without anything that moves a cursor, rings, colours, or turns the direction of writing."""
    return "".join(c if is_harmless(c) else escaped(c) for c in text)


def is_harmless(character: str) -> bool:
    return character.isprintable() or unicodedata.category(character) == "Zs"


def escaped(character: str) -> str:
    return character.encode("unicode_escape").decode() if character != "\\" else "\\\\"


def for_script(thing: object) -> str:
    """JSON that may stand in a script element: nothing in it ends the element or begins a comment."""
    return json.dumps(thing, ensure_ascii=False).translate(SCRIPT_ESCAPES)


def for_spreadsheet(text: str) -> str:
    """A cell that is text: a leading apostrophe keeps spreadsheets from running it."""
    return "'" + text if text.lstrip(" \u00a0").startswith(FORMULA_STARTS) else text
