"""Which licence an address or a few words name: as an SPDX or Creative Commons id, or none. Nothing is guessed."""

import re
from urllib.parse import urlsplit

_CREATIVE_COMMONS = re.compile(r"/licenses/(by(?:-nc)?(?:-nd|-sa)?|nc(?:-sa)?|nd|sa)/(\d\.\d)(?:/([a-z]{2}))?(?:/|$)")
_DEDICATED = {"/publicdomain/zero/1.0": "CC0-1.0", "/publicdomain/mark/1.0": "CC-PDM-1.0"}
_CC_HOSTS = frozenset({"creativecommons.org", "www.creativecommons.org"})
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
    if found := _CREATIVE_COMMONS.search(path):
        country = f"-{found[3].upper()}" if found[3] and found[2] != "4.0" else ""
        return f"CC-{found[1].upper()}-{found[2]}{country}"
    return next((licence for start, licence in _DEDICATED.items() if path.startswith(start)), "")
