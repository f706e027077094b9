"""Flickr (flickr.photos.search, as documented on www.flickr.com/services/api): only with the key of an operator."""

from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from cms.crawls.candidates import Candidate, PageRead
from cms.crawls.sources.source import A_PAGE, Source, found, listed, text

ADDRESS = "https://api.flickr.com/services/rest/"
SIZES = ("url_o", "url_l", "url_c", "url_z")
"""The largest first: the original, where its owner gives it to everybody, then 1024, 800 and 640 pixels."""

BY = "https://creativecommons.org/licenses"
LICENCES = {
    "1": f"{BY}/by-nc-sa/2.0/",
    "2": f"{BY}/by-nc/2.0/",
    "3": f"{BY}/by-nc-nd/2.0/",
    "4": f"{BY}/by/2.0/",
    "5": f"{BY}/by-sa/2.0/",
    "6": f"{BY}/by-nd/2.0/",
    "9": "https://creativecommons.org/publicdomain/zero/1.0/",
    "10": "https://creativecommons.org/publicdomain/mark/1.0/",
}
"""As flickr.photos.licenses.getInfo lists them; those of any other number are unknown."""


def source_with(key: str) -> Source:
    """Flickr as it is asked with this key."""
    return Source("flickr", "Flickr", "https://www.flickr.com/", begin, read, send=partial(sent, key))


def begin(words: str) -> str:
    return address(words, 1)


def address(words: str, page: int) -> str:
    asked = {
        "method": "flickr.photos.search",
        "format": "json",
        "nojsoncallback": 1,
        "text": words,
        "media": "photos",
        "safe_search": 1,
        "extras": ",".join(("license", "owner_name", *SIZES)),
        "per_page": A_PAGE,
        "page": page,
    }
    return f"{ADDRESS}?{urlencode(asked)}"


def sent(key: str, url: str) -> str:
    """With the key, for Flickr alone."""
    return f"{url}&{urlencode({'api_key': key})}" if url.startswith(f"{ADDRESS}?") else url


def read(answer: Any, url: str, read_at: str) -> PageRead:
    """Raises ValueError for a refusal, as of a key that is none: Flickr sends it like any answer."""
    if isinstance(answer, dict) and answer.get("stat") == "fail":
        raise ValueError("refused")
    photos = enumerate(listed(answer, "photos", "photo"))
    pictures = [picture_of(one, f"photos.photo[{number}] of {url}"[:500], read_at) for number, one in photos]
    return PageRead(candidates=tuple(filter(None, pictures)), pages=following(answer, url))


def picture_of(one: dict[str, Any], place: str, read_at: str) -> Candidate | None:
    owner, at = text(one, "owner"), text(one, "id")
    return found(
        next(filter(None, (text(one, size) for size in SIZES)), ""),
        page_url=f"https://www.flickr.com/photos/{owner}/{at}" if owner and at else "",
        title=text(one, "title"),
        author=text(one, "ownername"),
        stated={"license": one.get("license")},
        licence_url=LICENCES.get(str(one.get("license")), ""),
        place=place,
        read_at=read_at,
    )


def following(answer: Any, url: str) -> tuple[str, ...]:
    told = answer.get("photos") if isinstance(answer, dict) else None
    here, last = (told.get("page"), told.get("pages")) if isinstance(told, dict) else (None, None)
    if not isinstance(here, int) or not isinstance(last, int) or here >= last:
        return ()
    return (address(parse_qs(urlsplit(url).query).get("text", [""])[0], here + 1),)
