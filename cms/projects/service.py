"""Projects: begun, changed, ended; who takes part; what is said of pictures. No HTTP, no commits."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete

from cms.access.viewer import Viewer
from cms.accounts.models import Account
from cms.accounts.queries import lock_owner
from cms.accounts.standing import refuse_limited
from cms.albums.service import put_images
from cms.collections.service import put_in
from cms.errors import Problem, invalid, not_found
from cms.events import Blocked
from cms.extensions import db, new_id, now
from cms.images.models import Album, Image
from cms.images.queries import images_by_ids, own_ids
from cms.projects import queries
from cms.projects.models import Project, ProjectMember, ProjectRole, ProjectVerdict, Shelf, Verdict
from cms.reactions.models import Collection
from cms.recommendations.service import look_for_neighbours

MOST_PROJECTS = 200
MOST_MEMBERS = 50


def create(viewer: Viewer, title: str, brief: Mapping[str, Any]) -> Project:
    """Begin a project. Raises 409 for one too many, 422 for examples that the viewer may not see."""
    lock_owner(viewer.id)
    if queries.number_of(viewer.id) >= MOST_PROJECTS:
        raise Problem(409, "too-many-projects", f"At most {MOST_PROJECTS} projects. Delete one first.")
    project = Project(id=new_id(), owner_id=viewer.id, title=title, brief={}, created_at=now(), changed_at=now())
    db.session.add(project)
    _set_brief(viewer, project, brief)
    db.session.flush()
    return project


def change(viewer: Viewer, project_id: str, *, title: str | None, brief: Mapping[str, Any] | None) -> Project:
    """Name it otherwise, or want something else; what is None stays."""
    project = _locked(project_id)
    project.title = project.title if title is None else title
    if brief is not None:
        _set_brief(viewer, project, brief)
    project.changed_at = now()
    return project


def _set_brief(viewer: Viewer, project: Project, brief: Mapping[str, Any]) -> None:
    """Examples of another member may stay, though not everybody sees each of them."""
    known = set(project.brief.get("examples", ()))
    new = [one for one in brief.get("examples", ()) if one not in known]
    if len(images_by_ids(viewer, new)) < len(new):
        raise invalid("brief.examples", "One of these pictures is not there.")
    project.brief = dict(brief)
    for image_id in new:
        look_for_neighbours(image_id)


def _locked(project_id: str) -> Project:
    project = queries.locked(project_id)
    if project is None:
        raise not_found()
    return project


def remove(project_id: str) -> None:
    """End a project: pictures, and what was looked for on the web, stay with those whose they are."""
    _locked(project_id)
    queries.set_crawls_free(project_id)
    db.session.execute(delete(Project).where(Project.id == project_id))


def give_role(viewer: Viewer, project_id: str, person: Account, role: ProjectRole) -> ProjectMember:
    """Let somebody into a project of the viewer's, or change what they may do there. Raises 422 for its owner."""
    if person.id == viewer.id:
        raise invalid("name", "That is you: the project is yours.")
    refuse_limited(viewer.id)
    _locked(project_id)
    known = queries.member_named(project_id, person.name)
    if known is not None:
        known.role = role
        return known
    if queries.number_of_members(project_id) >= MOST_MEMBERS:
        raise Problem(409, "too-many-members", f"A project has at most {MOST_MEMBERS} members.")
    made = ProjectMember(project_id=project_id, account_id=person.id, role=role)
    db.session.add(made)
    db.session.flush()
    return made


def take_role(project_id: str, name: str) -> None:
    """Somebody has no part in a project any more; nothing where they had none."""
    given = queries.member_named(project_id, name)
    if given is not None:
        db.session.delete(given)
        db.session.flush()


def end_between(event: Blocked) -> None:
    """Who has blocked somebody has no part in their projects, nor they in theirs."""
    for given in queries.seats_between(event.blocker_id, event.blocked_id):
        db.session.delete(given)
    db.session.flush()


def judge_images(viewer: Viewer, project_id: str, ids: Sequence[str], verdict: Verdict) -> list[Image]:
    """Say this of pictures of the library. Raises 404 where one of them is not there for the viewer."""
    wanted = list(dict.fromkeys(ids))
    images = images_by_ids(viewer, wanted)
    if len(images) < len(wanted):
        raise not_found()
    say(viewer, project_id, Shelf.LIBRARY, {image.id: {} for image in images}, verdict)
    for image in images if verdict == Verdict.TAKEN else ():
        look_for_neighbours(image.id)
    return images


def take_images(
    viewer: Viewer, project_id: str, ids: Sequence[str], *, album: Album | None, collection: Collection | None
) -> None:
    """Take pictures of the library, and put them where they are wanted; an album holds own ones alone."""
    images = judge_images(viewer, project_id, ids, Verdict.TAKEN)
    if album is not None:
        if len(own_ids(viewer.id, ids)) < len(images):
            raise invalid("album", "Pictures of others go into a collection, or are copied first.")
        put_images(album, ids, by=viewer.id)
    for image in images if collection is not None else ():
        put_in(viewer, collection, "image", image)  # type: ignore[arg-type]


def say(viewer: Viewer, project_id: str, place: Shelf, told: Mapping[str, Any], verdict: Verdict) -> None:
    """Keep the last word on these, by key, with whom each is owed to."""
    _locked(project_id)
    unsay(project_id, place, list(told))
    if queries.number_of_verdicts(project_id) + len(told) > queries.MOST_VERDICTS:
        raise Problem(409, "project-full", f"A project holds at most {queries.MOST_VERDICTS} taken or hidden pictures.")
    row = {"project_id": project_id, "place": place, "verdict": verdict, "person_id": viewer.id, "at": now()}
    db.session.add_all(ProjectVerdict(**row, key=key, told=credit) for key, credit in told.items())
    db.session.flush()


def unsay(project_id: str, place: Shelf, keys: Sequence[str]) -> None:
    """As if nothing had been said of these."""
    said = delete(ProjectVerdict).where(ProjectVerdict.project_id == project_id, ProjectVerdict.place == place)
    db.session.execute(said.where(ProjectVerdict.key.in_(keys)))
