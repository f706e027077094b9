"""Pictures that a page describes in JSON-LD, with what it says of them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup

from cms.crawls.candidates import Proof
from cms.provenance.licences import licence_of
from workers.crawling.extractors.statements import proof_of

PICTURES = frozenset({"ImageObject", "Photograph"})
DEEPEST, MOST = 12, 200


@dataclass(frozen=True)
class Described:
    """One picture as its page describes it; the address may be relative."""

    address: str
    title: str
    author: str
    licence: str
    proof: Proof | None


def described_in(soup: BeautifulSoup, *, read_at: str) -> list[Described]:
    """In the order of the page; what is no JSON is passed over."""
    found: list[Described] = []
    for number, script in enumerate(soup.find_all("script", type="application/ld+json"), start=1):
        try:
            data = json.loads(script.get_text())
        except (ValueError, RecursionError):
            continue
        place = f"script[type='application/ld+json'] {number}"
        found += [described(one, place=place, read_at=read_at) for one in pictures_in(data)]
    return found[:MOST]


def pictures_in(data: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Every object that is a picture, and what others name as their `image`."""
    if depth > DEEPEST:
        return
    if isinstance(data, list):
        for one in data:
            yield from pictures_in(one, depth + 1)
    elif isinstance(data, dict):
        kinds = data.get("@type")
        if PICTURES & {one for one in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(one, str)}:
            yield data
            return
        for name, value in data.items():
            if name == "image" and isinstance(value, str):
                yield {"contentUrl": value}
            elif name == "image" and isinstance(value, list):
                yield from ({"contentUrl": one} for one in value if isinstance(one, str))
                yield from pictures_in([one for one in value if not isinstance(one, str)], depth + 1)
            else:
                yield from pictures_in(value, depth + 1)


def described(one: dict[str, Any], *, place: str, read_at: str) -> Described:
    href = named(one.get("license"))
    proof = proof_of(json.dumps(one, ensure_ascii=False), place=place, href=href, read_at=read_at) if href else None
    author = named(one.get("creator")) or named(one.get("author")) or named(one.get("creditText"))
    title = named(one.get("name")) or named(one.get("caption"))
    address = named(one.get("contentUrl")) or named(one.get("url"))
    return Described(address, title[:500], author[:200], licence_of(href), proof)


def named(value: Any) -> str:
    """A text, or the name or address of a thing, or that of the first of several."""
    if isinstance(value, list):
        return named(value[0]) if value else ""
    if isinstance(value, dict):
        return named(value.get("name") or value.get("url") or value.get("@id"))
    return value.strip() if isinstance(value, str) else ""
