"""Licences by their SPDX or Creative Commons ids (`CC-BY-SA-4.0`): read from addresses, written for people.

Nothing is guessed.
"""

import re
from urllib.parse import urlsplit

_PAGE = re.compile(r"/licenses/(by(?:-nc)?(?:-nd|-sa)?|nc(?:-sa)?|nd|sa)/(\d\.\d)(?:/([a-z]{2}))?(?:/|$)")
_PAGES = {"/publicdomain/zero/1.0": "CC0-1.0", "/publicdomain/mark/1.0": "CC-PDM-1.0"}
_CC_HOSTS = frozenset({"creativecommons.org", "www.creativecommons.org"})
_ID = re.compile(r"CC-((?:BY|NC|ND|SA)(?:-(?:NC|ND|SA))*)-(\d\.\d)(?:-([A-Z]{2}))?")
_RIGHTS_ID = re.compile(r"RS-([A-Za-z-]+)-1\.0")
_SPDX_HOSTS = frozenset({"spdx.org", "www.spdx.org"})
_SPDX = re.compile(r"/licenses/([A-Za-z0-9.+-]{2,40}?)(?:\.html|\.json)?/?$")
_RIGHTS_HOSTS = frozenset({"rightsstatements.org", "www.rightsstatements.org"})
_RIGHTS = re.compile(r"/(?:vocab|page)/([A-Za-z-]{2,20})/1\.0(?:/|$)")


def licence_of(address: str) -> str:
    """The id of the licence whose page this is; empty for any other address."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    host, path = (parts.hostname or "").lower(), parts.path
    if host in _CC_HOSTS:
        return _creative_commons(path.lower())
    if host in _SPDX_HOSTS and (named := _SPDX.search(path)):
        return named[1]
    if host in _RIGHTS_HOSTS and (stated := _RIGHTS.search(path)):
        return f"RS-{stated[1]}-1.0"
    return ""


def kind_of(licence: str) -> str:
    """The licence without its version and country: CC-BY-SA-3.0-SE is of the kind CC-BY-SA."""
    return re.sub(r"-\d.*$", "", licence)


def _creative_commons(path: str) -> str:
    if found := _PAGE.search(path):
        country = f"-{found[3].upper()}" if found[3] and found[2] != "4.0" else ""
        return f"CC-{found[1].upper()}-{found[2]}{country}"
    return next((licence for start, licence in _PAGES.items() if path.startswith(start)), "")


def named(licence: str) -> str:
    """A licence as people choose it in the form of an image: CC-BY-SA-4.0 is CC BY-SA 4.0."""
    found = re.fullmatch(r"(CC0|CC)-(?:(BY[A-Z-]*|PDM)-)?(\d\.\d)(?:-([A-Z]{2}))?", licence)
    return " ".join(filter(None, found.groups())) if found else licence


def page_of(licence: str) -> str:
    """The address of the page of this licence; empty where none was stated."""
    dedicated = next((path for path, known in _PAGES.items() if known == licence), "")
    if dedicated or not licence:
        return f"https://creativecommons.org{dedicated}/" if dedicated else ""
    if known := _ID.fullmatch(licence):
        country = f"{known[3].lower()}/" if known[3] else ""
        return f"https://creativecommons.org/licenses/{known[1].lower()}/{known[2]}/{country}"
    if stated := _RIGHTS_ID.fullmatch(licence):
        return f"https://rightsstatements.org/vocab/{stated[1]}/1.0/"
    return f"https://spdx.org/licenses/{licence}.html"
