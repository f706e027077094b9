"""What is told of a ledger."""

from collections.abc import Sequence

from cms.provenance.models import ImageSource, LedgerHead, Publication
from cms.provenance.schemas import Chain, Proof, Provenance, ProvenanceSource, PublishedAnyway
from cms.provenance.service import is_whole


def present_ledger(
    lines: Sequence[ImageSource], head: LedgerHead | None, published: Sequence[Publication], *, with_crawls: bool
) -> Provenance:
    """All lines and how they hang together; which crawl it was is nobody's business but its owner's."""
    return Provenance(
        sources=[present_source(line, with_crawl=with_crawls) for line in lines],
        chain=Chain(length=len(lines), head=lines[-1].hash if lines else None, is_whole=is_whole(lines, head)),
        publications=[
            PublishedAnyway(at=one.at, licences=[licence or None for licence in one.licences]) for one in published
        ],
    )


def present_source(line: ImageSource, *, with_crawl: bool) -> ProvenanceSource:
    return ProvenanceSource(
        page_url=line.page_url,
        image_url=line.image_url,
        title=line.title,
        author=line.author,
        licence=line.licence or None,
        licence_proof=None if line.proof is None else Proof.model_validate(line.proof),
        fetched_at=line.fetched_at,
        bytes_sha256=line.bytes_sha256,
        validators=line.validators,
        crawl=line.crawl_id if with_crawl else None,
        hash=line.hash,
    )
