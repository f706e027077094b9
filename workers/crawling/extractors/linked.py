"""An address that is a picture itself: its page and its licence, by the links of its answer (RFC 8288)."""

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256

from cms.crawls.candidates import Candidate, Proof, joined
from cms.provenance.licences import licence_of

LONGEST = 4000
LINK = re.compile(r"<([^<>]{1,2000})>([^<]*)")
RELATION = re.compile(r";\s*rel\s*=\s*(?:\"([^\"]*)\"|([^\s;,\"]+))", re.IGNORECASE)
OF_PAGES = frozenset({"up", "about", "describedby", "collection", "canonical"})


def picture_at(url: str, headers: Mapping[str, str], read_at: str) -> Candidate:
    """The picture at this address; its page is that which a link names, else the address itself."""
    page, proof = "", None
    for target, relations, text in links_of(url, headers.get("link", "")[:LONGEST]):
        if relations & OF_PAGES and target != url:
            page = page or target
        if "license" in relations and proof is None:
            digest = sha256(text.encode()).hexdigest()
            proof = Proof(text=text, place="header Link", href=target, sha256=digest, read_at=read_at)
    licence = licence_of(proof.href) if proof is not None else ""
    return Candidate(url, page_url=page, licence=licence, proof=proof)


def links_of(base: str, header: str) -> Iterator[tuple[str, set[str], str]]:
    """Where each link leads, by which relations, and as it stands there."""
    for link in LINK.finditer(header):
        relation = RELATION.search(link[2])
        target = joined(base, link[1].strip())
        if relation is not None and target.startswith(("https://", "http://")):
            yield target, set((relation[1] or relation[2]).lower().split()), link[0].strip(" ,")
