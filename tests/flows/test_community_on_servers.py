"""People follow, like, talk, collect, report and appeal, on SQLite and on MariaDB with Redis and Elasticsearch."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from cms.commands.site import bring_up_to_date
from cms.extensions import db, now
from cms.settings import Settings
from cms.transaction import writing
from cms.webhooks.service import begin_again
from tests.api.moderating import appeals, case_of, decides, reports
from tests.people import Person
from tests.site import Site, fresh_secret, open_site
from tests.states import prepared
from tests.workers.crowd import crowds, learns, likes, lists_of


@pytest.fixture(params=["embedded", "servers"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    urls: dict[str, Any] = {}
    if request.param == "servers":
        new: dict[str, Callable[[], str]] = {
            "database_url": request.getfixturevalue("new_mariadb_database"),
            "queue_url": request.getfixturevalue("new_redis_url"),
            "index_url": request.getfixturevalue("new_elasticsearch_url"),
        }
        urls = {name: make() for name, make in new.items()}
    opened = open_site(Settings(data_dir=tmp_path, secret_key=fresh_secret(), **urls))
    bring_up_to_date(opened.app)
    yield opened
    with opened.app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def anna(site: Site) -> Person:
    """Whoever wants to follow her asks first."""
    anna = site.person("anna")
    anna.patch("/me", {"locked": True})
    return anna


def told(person: Person) -> list[str]:
    return [str(one["kind"]) for one in person.get("/notifications").json["items"]]


def test_from_a_request_to_follow_to_an_appeal_that_is_granted(site: Site, anna: Person) -> None:
    bo, cilla = site.person("bo"), site.person("cilla")
    mona, mats = site.person("mona", "moderator"), site.person("mats", "moderator")  # type: ignore[arg-type]
    assert bo.put("/people/anna/follow").json["state"] == "requested"
    assert anna.put("/me/follow-requests/bo").status_code == 204
    shown = prepared(site, anna, privacy="followers", title="canarysoup", tags="cup")
    assert [one["image"]["id"] for one in bo.get("/feed").json["items"]] == [shown]
    assert cilla.put(f"/images/{shown}/like").status_code == 404
    hook = anna.post("/me/webhooks", {"url": "http://127.0.0.1:1/", "kinds": ["like", "comment"]}).json
    talk(bo, anna, shown)
    program_is_told(site, anna, f"/me/webhooks/{hook['id']}")
    assert set(told(anna)) >= {"like", "comment", "collected", "request"}
    assert set(told(bo)) >= {"accepted", "mention"}
    becomes_private(anna, bo, shown)
    anna.patch(f"/images/{shown}", {"privacy": "public"})
    is_hidden_and_comes_back(anna, (cilla, mona, mats), shown)


def talk(bo: Person, anna: Person, shown: str) -> None:
    """Bo likes, says and collects; Anna answers and mentions him."""
    assert bo.put(f"/images/{shown}/like").json == {"liked": True, "count": 1}
    said = bo.post(f"/images/{shown}/comments", {"text": "a **fine** cup"}).json
    assert "<strong>fine</strong>" in said["html"]
    answered = anna.post(f"/images/{shown}/comments", {"text": "thanks, @bo", "parent": said["id"]}).json
    assert (answered["depth"], answered["parent"]) == (1, said["id"])
    opened = bo.get(f"/comments/{answered['id']}", context="true").json
    assert [one["id"] for one in opened["parents"]] == [said["id"]]
    assert bo.put(f"/images/{shown}/collect").json == {"collected": True, "count": 1}
    counts = anna.image(shown)["counts"]
    assert (counts["likes"], counts["comments"], counts["collects"]) == (1, 2, 1)


def program_is_told(site: Site, anna: Person, hook: str) -> None:
    """As far as nobody may be asked there: it is tried, put off, and tried again when that is over."""
    site.work_off("send-hook")
    tried = anna.get(f"{hook}/deliveries").json["items"]
    assert {(one["kind"], one["state"], one["attempts"]) for one in tried} == {
        ("like", "pending", 1),
        ("comment", "pending", 1),
    }
    with site.app.app_context(), writing():
        begin_again(now())
        begin_again(now() + timedelta(minutes=2))
    assert len(site.waiting("send-hook")) == len(tried)
    assert anna.delete(hook).status_code == 204
    site.work_off("send-hook")


def becomes_private(anna: Person, bo: Person, shown: str) -> None:
    """Nothing of it is left for others but that something was collected."""
    [own] = [one["id"] for one in bo.get("/collections").json["items"]]
    anna.patch(f"/images/{shown}", {"privacy": "private"})
    paths = (f"/collections/{own}/items", "/notifications", "/feed", "/recommendations", "/collections", "/people/anna")
    for path in paths:
        answer = bo.get(path)
        assert answer.status_code == 200, path
        assert b"canarysoup" not in answer.data, path
    assert [one["placeholder"] for one in bo.get(f"/collections/{own}/items").json["items"]] == [True]
    assert bo.get(f"/images/{shown}/comments").status_code == 404


def is_hidden_and_comes_back(anna: Person, others: tuple[Person, Person, Person], shown: str) -> None:
    cilla, mona, mats = others
    reported = reports(cilla, shown)
    decided = decides(mona, case_of(mona, shown), "hide", "warn")
    assert (cilla.sees(shown), anna.sees(shown)) == (False, True)
    assert cilla.get(f"/reports/{reported['id']}").json["outcome"]
    assert "decision" in told(anna)
    appeals(anna, decided)
    [appeal] = mats.get("/moderation/queue", kind="appeal").json["items"]
    decides(mona, appeal, "uphold", status=409)
    decides(mats, appeal, "overturn")
    assert cilla.sees(shown)
    assert "appeal" in told(anna)
    assert len(mona.get("/moderation/log").json["items"]) >= 4


def test_recommendations_follow_what_is_liked(site: Site, anna: Person) -> None:
    bo = site.person("bo")
    cups = [prepared(site, anna, privacy="public", tags="cup") for _ in range(3)]
    tree = prepared(site, anna, privacy="public", tags="tree")
    assert bo.put(f"/images/{cups[0]}/like").status_code == 200
    found = bo.get("/recommendations").json["items"]
    assert {one["image"]["id"] for one in found[:2]} == set(cups[1:])
    assert found[0]["reasons"] == [{"kind": "tag", "text": "cup", "ref": "cup"}]
    assert [one["image"]["id"] for one in found[2:]] == [tree]
    bo.delete(f"/images/{cups[0]}/like")
    assert {one["reasons"][0]["kind"] for one in bo.get("/recommendations").json["items"]} == {"new"}
    for _ in range(2):
        bo.get("/search", q="cup").close()
    assert bo.get("/recommendations").json["items"][0]["reasons"] == [{"kind": "tag", "text": "cup", "ref": "cup"}]
    bo.patch("/me/tastes", {"records": {"search": False}})
    bo.get("/search", q="cup").close()
    assert bo.get("/me/tastes").json["tastes"] == []


def test_what_others_like_who_like_the_same_is_learnt_and_forgotten(site: Site) -> None:
    _people, pictures = crowds(site, site.person("painter"))
    bo = site.person("bo")
    likes(site, bo, pictures[:10:2])
    learns(site)
    found = bo.get("/recommendations", limit="10").json["items"]
    assert {one["reasons"][0]["kind"] for one in found} == {"people"}
    assert {one["image"]["id"] for one in found} <= set(pictures[::2])
    bo.delete("/me/tastes")
    assert bo.id not in lists_of(site)
