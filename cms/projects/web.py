"""What the crawls of a project found: for each member with what they have already, saved into each taker's library."""

from collections.abc import Sequence
from dataclasses import dataclass

from cms.access.permissions import Permission
from cms.access.policy import permits
from cms.access.viewer import Viewer
from cms.crawls import adopting, keeping
from cms.crawls.models import Crawl, CrawlAddress
from cms.errors import not_found
from cms.images.queries import known_hashes
from cms.index.base import Last
from cms.projects import queries
from cms.projects.models import Project, Shelf, Verdict
from cms.projects.ranking import EVEN, WHOLE, Proposal, Reason, in_order, leanings, shifted, words_in
from cms.projects.service import say, unsay
from cms.provenance.licences import kind_of
from cms.search.fusing import is_behind


@dataclass(frozen=True)
class Reference:
    """A candidate, the viewer's own image of the same bytes, why it is proposed, and what was said of it."""

    row: CrawlAddress
    image_id: str | None
    proposal: Proposal
    verdict: str | None = None

    @property
    def is_own(self) -> bool:
        return self.image_id is not None


def proposed(
    viewer: Viewer, project: Project, verdict: Verdict | None, *, after: Last | None, limit: int
) -> tuple[list[Reference], Last | None]:
    """The best behind this place of which this was said (None: nothing), and where the page ends, if more follow."""
    said = {one.key: one for one in queries.verdicts_of(project.id, Shelf.WEB)}
    rows = each_once(viewer, queries.candidates_of(project.id))
    needed = project.brief.get("licences", ())
    wanted = [row for row in rows if (said[key].verdict if (key := row.sha256 or "") in said else None) == verdict]
    fitting = [row for row in wanted if not needed or verdict or kind_of(row.told.get("licence", "")) in needed]
    taken, hidden = (
        [words_in(one.told.get("title", "")) for one in said.values() if one.verdict == way]
        for way in (Verdict.TAKEN, Verdict.HIDDEN)
    )
    leaning = leanings(taken, hidden)
    by_key = {row.sha256 or "": row for row in fitting}
    worth = (worth_of(row, place, project) for place, row in enumerate(fitting, 1))
    ranked = in_order(shifted(one, words_in(_text(by_key[one.key])), leaning) for one in worth)
    left = [one for one in ranked if is_behind(after, one.value, one.key)]
    shown = left[:limit]
    own = known_hashes(viewer, [one.key for one in shown])
    end = Last(shown[-1].value, shown[-1].key) if len(left) > limit else None
    return [Reference(by_key[one.key], own.get(one.key), one, verdict) for one in shown], end


def each_once(viewer: Viewer, found: Sequence[tuple[CrawlAddress, Crawl]]) -> list[CrawlAddress]:
    """The same bytes once, by the viewer's own crawl where it has them, since that tells how saving goes."""
    once: dict[str, CrawlAddress] = {}
    for row, crawl in found:
        if row.sha256 not in once or permits(viewer, Permission.EDIT_IMAGE, crawl):
            once[row.sha256 or ""] = row
    return list(once.values())


def worth_of(row: CrawlAddress, place: int, project: Project) -> Proposal:
    """By the words of the brief that stand beside it, then by its place; what it was found by is one of them."""
    text = _text(row).casefold()
    words = [word for word in project.brief.get("words", ()) if word.casefold() in text]
    value = len(words) * (WHOLE // EVEN) + WHOLE // (EVEN + place)
    return Proposal(row.sha256 or "", value, tuple(Reason("word", word) for word in words))


def _text(row: CrawlAddress) -> str:
    return f"{row.told.get('title', '')} {row.told.get('alt', '')}"


def judge(viewer: Viewer, project_id: str, ids: Sequence[str], verdict: Verdict) -> list[tuple[CrawlAddress, Crawl]]:
    """Say this of candidates. Raises 404 where one was not found for this project."""
    found = _candidates(project_id, ids)
    say(viewer, project_id, Shelf.WEB, {row.sha256 or "": credit_of(row) for row, _crawl in found}, verdict)
    return found


def take(
    viewer: Viewer, project_id: str, ids: Sequence[str], *, album_id: str | None, collection_id: str | None
) -> None:
    """Have candidates kept as private images of the taker, whoever's crawl found them."""
    by_crawl: dict[str, tuple[Crawl, list[CrawlAddress]]] = {}
    for row, crawl in judge(viewer, project_id, ids, Verdict.TAKEN):
        by_crawl.setdefault(crawl.id, (crawl, []))[1].append(row)
    for crawl, rows in by_crawl.values():
        mine, chosen = crawl, [row.id for row in rows]
        if not permits(viewer, Permission.EDIT_IMAGE, crawl):
            mine, chosen = adopting.adopt(viewer, crawl, rows)
        keeping.save(mine, chosen, album_id=album_id, collection_id=collection_id)


def take_back(project_id: str, ids: Sequence[str]) -> None:
    """As if nothing had been said of these candidates; what was saved stays."""
    unsay(project_id, Shelf.WEB, [row.sha256 or "" for row, _crawl in _candidates(project_id, ids)])


def _candidates(project_id: str, ids: Sequence[str]) -> list[tuple[CrawlAddress, Crawl]]:
    found = queries.candidates_by_ids(project_id, ids)
    if len(found) < len(set(ids)):
        raise not_found()
    return found


def credit_of(row: CrawlAddress) -> dict[str, str]:
    told = row.told
    return {name: str(told.get(name, "")) for name in ("title", "author", "licence")} | {"page_url": row.page_url}
