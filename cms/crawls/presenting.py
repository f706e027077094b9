"""What is told of a crawl, to its owner alone."""

from collections.abc import Mapping, Sequence
from typing import Any

from cms.crawls.copies import places_of
from cms.crawls.models import Crawl, CrawlAddress
from cms.crawls.queries import number_waiting, refusals_of, source_rows
from cms.crawls.schemas import CandidateOut, CrawlOut, CrawlSummary, OfferedSource, Place, Refusal, SourceOut
from cms.crawls.service import COUNTED
from cms.crawls.sources.source import Source
from cms.provenance.schemas import Proof
from cms.wire.addresses import here

EVENT = "crawl"


def told_live(crawl: Crawl) -> dict[str, str]:
    """What open pages hear of it."""
    return {
        "id": crawl.id,
        "state": str(crawl.state),
        **{name: str(number) for name, number in counts_of(crawl).items()},
    }


def counts_of(crawl: Crawl) -> dict[Any, int]:
    return {name: crawl.counts.get(name, 0) for name in COUNTED}


def urls_of(crawl: Crawl) -> list[str]:
    found: list[str] = crawl.wish.get("urls") or ([crawl.url] if crawl.url else [])
    return found


def present_crawl(crawl: Crawl, offered: Mapping[str, Source]) -> CrawlOut:
    """With those of its sources that are still offered here."""
    return CrawlOut(
        id=crawl.id,
        kind=crawl.kind,  # type: ignore[arg-type]
        url=crawl.url or None,
        urls=urls_of(crawl),
        query=crawl.wish.get("words") or None,
        sources=[present_source(offered[key]) for key in crawl.wish.get("sources", ()) if key in offered],
        image=crawl.wish.get("image") or None,
        words=crawl.wish.get("queries", []),
        licences=crawl.wish.get("licences", []),
        limit=crawl.most,
        depth=crawl.depth,
        state=crawl.state,  # type: ignore[arg-type]
        counts=counts_of(crawl),
        waiting=number_waiting(crawl),
        refusals=[Refusal(url=row.asked, reason=row.reason or "") for row in refusals_of(crawl)],
        created_at=crawl.created_at,
        finished_at=crawl.finished_at,
    )


def present_source(source: Source) -> SourceOut:
    return SourceOut(key=source.key, name=source.name, site=source.site)


def present_offered(offered: Mapping[str, Source]) -> list[OfferedSource]:
    """With when each was last seen working."""
    rows = source_rows(offered)
    seen = {key: row.seen_at for key, row in rows.items()}
    return [OfferedSource(key=key, name=one.name, site=one.site, seen_at=seen.get(key)) for key, one in offered.items()]


def present_in_list(crawl: Crawl) -> CrawlSummary:
    return CrawlSummary(
        id=crawl.id,
        kind=crawl.kind,  # type: ignore[arg-type]
        url=crawl.url or None,
        urls=urls_of(crawl),
        query=crawl.wish.get("words") or None,
        image=crawl.wish.get("image") or None,
        words=crawl.wish.get("queries", []),
        state=crawl.state,  # type: ignore[arg-type]
        counts=counts_of(crawl),
        created_at=crawl.created_at,
        finished_at=crawl.finished_at,
    )


def present_candidates(rows: Sequence[CrawlAddress]) -> list[CandidateOut]:
    """With every place where each was found."""
    places = places_of(rows)
    return [present_candidate(row, places[row.id]) for row in rows]


def present_place(row: CrawlAddress) -> Place:
    size = {"width": row.width or 0, "height": row.height or 0}
    return Place(page_url=row.page_url, image_url=row.url, licence=row.told.get("licence") or None, **size)


def present_candidate(row: CrawlAddress, places: Sequence[CrawlAddress]) -> CandidateOut:
    told = row.told
    return CandidateOut(
        id=row.id,
        state=row.state,  # type: ignore[arg-type]
        image_url=row.url,
        page_url=row.page_url,
        title=told.get("title", ""),
        alt=told.get("alt", ""),
        author=told.get("author", ""),
        licence=told.get("licence") or None,
        licence_proof=Proof.model_validate(told["proof"]) if told.get("proof") else None,
        width=row.width or 0,
        height=row.height or 0,
        size=row.size or 0,
        format=row.format or "",
        distance=row.distance,
        sources=[present_place(one) for one in places],
        preview=here(f"/api/v1/crawls/{row.crawl_id}/candidates/{row.id}/preview"),
        image=row.image_id,
        problem=row.reason,
    )
