"""The Metropolitan Museum of Art (collectionapi.metmuseum.org, as documented there): each object found is asked."""

from typing import Any
from urllib.parse import urlencode

from cms.crawls.candidates import PageRead
from cms.crawls.sources.source import Source, found, text

ADDRESS = "https://collectionapi.metmuseum.org/public/collection/v1"
MOST_OBJECTS = 100
ZERO = "https://creativecommons.org/publicdomain/zero/1.0/"
"""What the museum says its Open Access pictures are under: those of objects that it calls public domain."""


def begin(words: str) -> str:
    return f"{ADDRESS}/search?{urlencode({'hasImages': 'true', 'q': words})}"


def read(answer: Any, url: str, read_at: str) -> PageRead:
    ids = answer.get("objectIDs") if isinstance(answer, dict) else None
    if isinstance(ids, list):
        known = [one for one in ids[:MOST_OBJECTS] if isinstance(one, int)]
        return PageRead(pages=tuple(f"{ADDRESS}/objects/{one}" for one in known))
    is_free = isinstance(answer, dict) and answer.get("isPublicDomain") is True
    picture = found(
        text(answer, "primaryImage"),
        page_url=text(answer, "objectURL"),
        title=text(answer, "title"),
        author=text(answer, "artistDisplayName"),
        stated={"isPublicDomain": is_free, "rightsAndReproduction": text(answer, "rightsAndReproduction")},
        licence_url=ZERO if is_free else "",
        place=f"isPublicDomain of {url}"[:500],
        read_at=read_at,
    )
    return PageRead(candidates=(picture,) if picture is not None else ())


SOURCE = Source("met", "The Metropolitan Museum of Art", "https://www.metmuseum.org/", begin, read)
