"""What of a page is no content: icons, sprites, trackers, adverts. Told by names and stated sizes alone."""

import re
from itertools import islice
from urllib.parse import urlsplit

from bs4 import Tag

from workers.crawling.extractors.statements import text_of

LEAST_SIDE = 100
ORNAMENT = re.compile(
    r"(?:^|[/_.-])(?:favicon|sprites?|spacer|blank|pixel|tracking|beacon|1x1|transparent|loading|spinner)(?:[/_.-]|\d|$)"
    r"|/icons?/|\.(?:svg|ico|cur)$",
    re.IGNORECASE,
)
TRACKERS = (
    "doubleclick.net",
    "googlesyndication.com",
    "googletagmanager.com",
    "google-analytics.com",
    "adnxs.com",
    "amazon-adsystem.com",
    "scorecardresearch.com",
    "quantserve.com",
    "criteo.com",
    "taboola.com",
    "outbrain.com",
    "facebook.com",
    "bat.bing.com",
)
ADVERT = re.compile(
    r"(?:^|[\s_-])(?:ads?|adverts?|advertisements?|sponsored|adsbygoogle|banner-ad)(?:$|[\s_-])", re.IGNORECASE
)
LEVELS = 6


def is_ornament(address: str) -> bool:
    """Whether the name of a file or of its site says that it is no content."""
    parts = urlsplit(address)
    host = (parts.hostname or "").lower()
    return bool(ORNAMENT.search(parts.path)) or any(host == one or host.endswith(f".{one}") for one in TRACKERS)


def is_advert(element: Tag) -> bool:
    """Whether it is stated to be smaller than any picture worth keeping, or stands in what is named an advert."""
    sizes = [int(size) for size in (text_of(element, "width"), text_of(element, "height")) if size.isdigit()]
    if sizes and min(sizes) < LEAST_SIDE and "srcset" not in element.attrs:
        return True
    around = [one for one in (element, *islice(element.parents, LEVELS)) if one.name not in ("body", "html")]
    return any(ADVERT.search(f"{text_of(one, 'class')[:300]} {text_of(one, 'id')[:100]}") for one in around)
