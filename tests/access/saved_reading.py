"""Ways to read a picture through a search that one keeps."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from cms.extensions import db
from cms.projects.models import ProjectVerdict, Shelf, Verdict
from cms.transaction import writing
from tests.access.world import World
from tests.people import Person
from tests.saved import opened_long_ago


def saved(person: Person, world: World, picture: str) -> str:
    """The id of a search for this picture that they keep and opened before anything was added; none for visitors."""
    name = picture[:100]
    answer = person.post("/saved-searches", {"name": name, "query": f"tag={world.tags[picture]}", "follow": True})
    if answer.status_code == 409:
        kept = [item for page in saved_pages(person) for item in page["items"]]
        return next(str(item["id"]) for item in kept if item["name"] == name)
    assert answer.status_code in (201, 401)
    if answer.status_code == 401:
        return ""
    opened_long_ago(world.site, answer.json["id"])
    return str(answer.json["id"])


def saved_pages(person: Person) -> Iterator[dict[str, Any]]:
    """The pages of somebody's saved searches."""
    cursor: dict[str, str] = {}
    while True:
        answer = person.get("/saved-searches", limit="100", **cursor)
        yield answer.json
        if not answer.json["next"]:
            return
        cursor = {"cursor": answer.json["next"]}


def in_saved_search(person: Person, world: World, picture: str) -> bool:
    """It is found by a search that this person keeps."""
    search_id = saved(person, world, picture)
    if not search_id:
        return False
    answer = person.get(f"/saved-searches/{search_id}/images")
    return world.pictures[picture] in [item["id"] for item in answer.json["items"]]


def project_for(person: Person, world: World, picture: str) -> str:
    """A project of this person, whose brief is the tag of this picture; none for visitors."""
    answer = person.post("/projects", {"title": picture[:100], "brief": {"words": [world.tags[picture]]}})
    assert answer.status_code in (201, 401)
    return str(answer.json["id"]) if answer.status_code == 201 else ""


def for_project(person: Person, world: World, picture: str) -> bool:
    """It is proposed for a project of this person."""
    project = project_for(person, world, picture)
    if not project:
        return False
    found = person.get(f"/projects/{project}/references").json["items"]
    person.delete(f"/projects/{project}")
    return world.pictures[picture] in [one["id"] for one in found]


def on_board(person: Person, world: World, picture: str) -> bool:
    """It is on the mood board of a project of theirs that it was taken for, by whomever."""
    project = project_for(person, world, picture)
    if not project:
        return False
    with world.site.app.app_context(), writing():
        key = {"project_id": project, "place": Shelf.LIBRARY, "key": world.pictures[picture]}
        db.session.add(ProjectVerdict(**key, verdict=Verdict.TAKEN))
    archive = zipfile.ZipFile(io.BytesIO(person.get(f"/projects/{project}/board", format="zip").data))
    person.delete(f"/projects/{project}")
    return "01.webp" in archive.namelist()


def counted_by_saved_search(person: Person, world: World, picture: str) -> bool:
    """It is counted as new and at all where one saved search is told."""
    search_id = saved(person, world, picture)
    if not search_id:
        return False
    told = person.get(f"/saved-searches/{search_id}").json
    assert told["total"] == {"value": told["new"], "exact": True}
    return bool(told["new"])


def counted_in_saved_list(person: Person, world: World, picture: str) -> bool:
    """It is counted as new in the list of saved searches."""
    search_id = saved(person, world, picture)
    if not search_id:
        return False
    [told] = [item for page in saved_pages(person) for item in page["items"] if item["id"] == search_id]
    assert told["new"] in (0, 1)
    return bool(told["new"])
