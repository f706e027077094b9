"""What every source of pictures is, and how its answers are taken: as if anything in them could be missing or wrong."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from cms.crawls.candidates import LONGEST_URL, Candidate, PageRead, Proof
from cms.provenance.licences import licence_of

LONGEST_STATEMENT = 1000
A_PAGE = 20


@dataclass(frozen=True)
class Source:
    """`begin` makes the first address from words, `read` what an answer of that or a later address gives.

    The answers are JSON, but for those of a feed, which only the process for pages of strangers reads. `send` is how
    an address is really asked: with what an operator has been given for it, which stands in no row and no ledger.
    """

    key: str
    name: str
    site: str
    begin: Callable[[str], str]
    read: Callable[[Any, str, str], PageRead]
    is_feed: bool = False
    send: Callable[[str], str] = str


def nothing_read(_answer: Any, _url: str, _read_at: str) -> PageRead:
    """What a source gives whose answers are not read here."""
    return PageRead()


def marked(kind: str, address: str) -> str:
    """The key of a source that an operator has named: another one once its address is another."""
    return f"{kind}-{sha256(address.encode()).hexdigest()[:12]}"


def answer_of(body: bytes) -> Any:
    """Raises ValueError for what is no JSON."""
    try:
        return json.loads(body)
    except RecursionError as error:
        raise ValueError("too deep") from error


def listed(value: Any, *names: str) -> list[dict[str, Any]]:
    """The objects of the list that these names lead to, one below the other; none where it is none."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def text(value: Any, *names: str) -> str:
    """The text that these names lead to; empty where there is none."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return " ".join(value.split()) if isinstance(value, str) else ""


def found(
    image_url: str, *, page_url: str, title: str, author: str, stated: Any, licence_url: str, place: str, read_at: str
) -> Candidate | None:
    """A picture with what was stated of its licence as proof; None where the answer names no address of the web."""
    if not all(url.startswith(("https://", "http://")) and len(url) <= LONGEST_URL for url in (image_url, page_url)):
        return None
    words = json.dumps(stated, ensure_ascii=False, sort_keys=True)[:LONGEST_STATEMENT]
    digest = sha256(words.encode()).hexdigest()
    proof = Proof(text=words, place=place, href=licence_url[:LONGEST_URL], sha256=digest, read_at=read_at)
    return Candidate(
        image_url,
        title=title[:500],
        author=author[:200],
        licence=licence_of(licence_url),
        proof=proof if licence_url else None,
        page_url=page_url,
    )
