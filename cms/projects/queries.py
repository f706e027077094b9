"""Reads of projects: of those whom they are of and of their members, as each of them may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, func, or_, select, update

from cms.access.audience import person_audience
from cms.access.sql import to_sql
from cms.access.viewer import Viewer
from cms.accounts.models import Account
from cms.crawls.models import Crawl, CrawlAddress, CrawlPreview
from cms.crawls.queries import SHOWN
from cms.extensions import db
from cms.pagination import Page, Wanted, decode_cursor, encode_cursor
from cms.projects.models import Project, ProjectMember, ProjectVerdict

MOST_CANDIDATES = 1000
"""So many of the newest that the web gave for a project are looked through."""

MOST_VERDICTS = 2000
NEWEST_CRAWLS = 5


@dataclass(frozen=True)
class Seated:
    """A project, whose it is, and the role that the one who asks was given in it."""

    project: Project
    owner: Account
    role: str | None

    @property
    def owner_id(self) -> str:
        return self.project.owner_id


def _seats(viewer: Viewer) -> Select[Any]:
    """Projects of people whom the viewer may know of, with the role that they gave them."""
    given = and_(ProjectMember.project_id == Project.id, ProjectMember.account_id == viewer.id)
    told: tuple[Any, ...] = (Project, Account, ProjectMember.role)
    query = select(*told).join(Account, Account.id == Project.owner_id)
    return query.outerjoin(ProjectMember, given).where(to_sql(person_audience(viewer), Account))


def seated(viewer: Viewer, project_id: str) -> Seated | None:
    """For checking loaders only: whether they may see it is not checked here."""
    row = db.session.execute(_seats(viewer).where(Project.id == project_id)).one_or_none()
    return None if row is None else Seated(*row)


def projects_of(viewer: Viewer, wanted: Wanted) -> Page[Seated]:
    """Those that the viewer has a part in, the newest first."""
    query = _seats(viewer).where(or_(Project.owner_id == viewer.id, ProjectMember.role.is_not(None)))
    if wanted.cursor is not None:
        (last,) = decode_cursor(wanted.cursor, parts=1)
        query = query.where(Project.id < last)
    found = db.session.execute(query.order_by(Project.id.desc()).limit(wanted.limit + 1)).all()
    rows = [Seated(*row) for row in found[: wanted.limit]]
    return Page(rows, encode_cursor(rows[-1].project.id) if len(found) > wanted.limit else None)


def number_of(owner_id: str) -> int:
    return db.session.scalar(select(func.count()).select_from(Project).filter_by(owner_id=owner_id)) or 0


def locked(project_id: str) -> Project | None:
    """The row as it is now, kept from changing until the end of the transaction."""
    fresh = select(Project).filter_by(id=project_id).with_for_update().execution_options(populate_existing=True)
    found: Project | None = db.session.scalar(fresh)
    return found


def members_of(viewer: Viewer, project_id: str) -> list[tuple[ProjectMember, Account]]:
    """The members whom the viewer may know of, the first who became one first."""
    query = select(ProjectMember, Account).join(Account, Account.id == ProjectMember.account_id)
    known = query.where(ProjectMember.project_id == project_id, to_sql(person_audience(viewer), Account))
    rows = db.session.execute(known.order_by(ProjectMember.created_at, Account.id))
    return [(row, account) for row, account in rows]


def member_named(project_id: str, name: str) -> ProjectMember | None:
    query = select(ProjectMember).join(Account, Account.id == ProjectMember.account_id)
    found: ProjectMember | None = db.session.scalar(
        query.where(ProjectMember.project_id == project_id, Account.name == name.lower())
    )
    return found


def number_of_members(project_id: str) -> int:
    return db.session.scalar(select(func.count()).select_from(ProjectMember).filter_by(project_id=project_id)) or 0


def seats_between(one_id: str, other_id: str) -> Sequence[ProjectMember]:
    """The parts that either of these accounts has in projects of the other."""
    query = select(ProjectMember).join(Project, Project.id == ProjectMember.project_id)
    pairs = ((one_id, other_id), (other_id, one_id))
    either = or_(*(and_(Project.owner_id == owner, ProjectMember.account_id == member) for owner, member in pairs))
    return db.session.scalars(query.where(either)).all()


def verdicts_of(project_id: str, place: str) -> Sequence[ProjectVerdict]:
    """What was said of pictures from there, the newest first."""
    query = select(ProjectVerdict).filter_by(project_id=project_id, place=place)
    newest = query.order_by(ProjectVerdict.at.desc(), ProjectVerdict.key).limit(MOST_VERDICTS)
    return db.session.scalars(newest).all()


def number_of_verdicts(project_id: str) -> int:
    return db.session.scalar(select(func.count()).select_from(ProjectVerdict).filter_by(project_id=project_id)) or 0


def crawls_of(project_id: str) -> Sequence[Crawl]:
    """The newest that look for what this project needs, whoever began them."""
    query = select(Crawl).filter_by(project_id=project_id).order_by(Crawl.id.desc()).limit(NEWEST_CRAWLS)
    return db.session.scalars(query).all()


def _found_for(project_id: str) -> Select[Any]:
    told: tuple[Any, ...] = (CrawlAddress, Crawl)
    query = select(*told).join(Crawl, Crawl.id == CrawlAddress.crawl_id)
    judged = (CrawlAddress.sha256.is_not(None), CrawlAddress.state.in_(SHOWN))
    return query.where(Crawl.project_id == project_id, *judged)


def candidates_of(project_id: str) -> list[tuple[CrawlAddress, Crawl]]:
    """What the web gave for this project: of the newest crawl first, each in the order of its pages."""
    query = _found_for(project_id).order_by(Crawl.id.desc(), CrawlAddress.position).limit(MOST_CANDIDATES)
    return [(row, crawl) for row, crawl in db.session.execute(query)]


def candidates_by_ids(project_id: str, ids: Sequence[str]) -> list[tuple[CrawlAddress, Crawl]]:
    """Those of these that were found for this project."""
    rows = db.session.execute(_found_for(project_id).where(CrawlAddress.id.in_(ids)))
    return [(row, crawl) for row, crawl in rows]


def preview_of(project_id: str, candidate_id: str) -> bytes | None:
    """The small picture of a candidate that was found for this project."""
    query = _found_for(project_id).join(CrawlPreview, CrawlPreview.address_id == CrawlAddress.id)
    found: bytes | None = db.session.scalar(
        query.where(CrawlAddress.id == candidate_id).with_only_columns(CrawlPreview.shown)
    )
    return found


def previews_by_hash(project_id: str, hashes: Sequence[str]) -> dict[str, bytes]:
    """The small pictures of these bytes that were found for this project."""
    query = _found_for(project_id).join(CrawlPreview, CrawlPreview.address_id == CrawlAddress.id)
    rows = db.session.execute(
        query.where(CrawlAddress.sha256.in_(hashes)).with_only_columns(CrawlAddress.sha256, CrawlPreview.shown)
    )
    return {row.sha256: row.shown for row in rows}


def set_crawls_free(project_id: str) -> None:
    """What was looked for on the web stays with who began it."""
    theirs = update(Crawl).where(Crawl.project_id == project_id).values(project_id=None)
    db.session.execute(theirs, execution_options={"synchronize_session": False})
