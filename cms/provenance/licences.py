"""How the ids of licences (`CC-BY-SA-4.0`) are written for people, and the pages on which they stand."""

import re

_DEDICATED = {
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "CC-PDM-1.0": "https://creativecommons.org/publicdomain/mark/1.0/",
}
_CREATIVE_COMMONS = re.compile(r"CC-((?:BY|NC|ND|SA)(?:-(?:NC|ND|SA))*)-(\d\.\d)(?:-([A-Z]{2}))?")
_RIGHTS = re.compile(r"RS-([A-Za-z-]+)-1\.0")


def named(licence: str) -> str:
    """A licence as people choose it in the form of an image: CC-BY-SA-4.0 is CC BY-SA 4.0."""
    found = re.fullmatch(r"(CC0|CC)-(?:(BY[A-Z-]*|PDM)-)?(\d\.\d)(?:-([A-Z]{2}))?", licence)
    return " ".join(filter(None, found.groups())) if found else licence


def page_of(licence: str) -> str:
    """The address of the page of this licence; empty where none was stated."""
    if licence in _DEDICATED or not licence:
        return _DEDICATED.get(licence, "")
    if known := _CREATIVE_COMMONS.fullmatch(licence):
        country = f"{known[3].lower()}/" if known[3] else ""
        return f"https://creativecommons.org/licenses/{known[1].lower()}/{known[2]}/{country}"
    if stated := _RIGHTS.fullmatch(licence):
        return f"https://rightsstatements.org/vocab/{stated[1]}/1.0/"
    return f"https://spdx.org/licenses/{licence}.html"
