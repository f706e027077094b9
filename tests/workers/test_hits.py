"""New hits of searches that are followed are looked for, and told once to whom they are for."""

from datetime import timedelta

import pytest

from cms.extensions import db, now
from cms.jobs.names import LOOK_FOR_HITS
from cms.saved_searches import service
from cms.saved_searches.models import SavedSearch
from cms.transaction import writing
from tests.people import Person
from tests.saved import PATH, changes, saves
from tests.site import Site


def looks(site: Site) -> int:
    """Have them looked for as the schedule does an hour later; how many searches that were."""
    with site.app.app_context(), writing():
        service.begin_looks(now() + timedelta(hours=1))
    with site.app.app_context(), writing():
        for row in db.session.scalars(db.select(SavedSearch)):
            row.looked_at = now()
    return site.work_off(LOOK_FOR_HITS.kind)


def hits(person: Person) -> list[str]:
    """Which searches a person has unread news of."""
    told = person.get("/notifications").get_json()["items"]
    return [one["subject"]["title"] for one in told if one["kind"] == "hit" and not one["read"]]


def test_who_follows_a_search_is_told_of_what_it_finds_anew(site: Site, alice: Person, bob: Person) -> None:
    saves(alice, follow=True)
    saves(alice, "q=boat", name="Boats", follow=True)
    saves(alice, "q=dog", name="Not followed")
    bob.adds(title="dog", privacy="public")
    site.work_off()
    assert looks(site) == 2
    assert hits(alice) == ["Dogs"]
    [told] = [one for one in alice.get("/notifications").get_json()["items"] if one["kind"] == "hit"]
    assert told["actors"] == []


def test_the_same_hits_are_told_once_and_more_of_them_again(site: Site, alice: Person, bob: Person) -> None:
    saves(alice, follow=True)
    bob.adds(title="dog", privacy="public")
    site.work_off()
    looks(site)
    alice.post("/notifications/read", {"all": True})
    looks(site)
    assert hits(alice) == []
    bob.adds(title="dog", privacy="public")
    site.work_off()
    looks(site)
    assert hits(alice) == ["Dogs"]


def test_what_went_and_came_is_told_again(site: Site, alice: Person, bob: Person) -> None:
    saves(alice, follow=True)
    image_id = bob.adds(title="dog", privacy="public")
    site.work_off()
    looks(site)
    alice.post("/notifications/read", {"all": True})
    for privacy in ("private", "public"):
        bob.patch(f"/images/{image_id}", {"privacy": privacy})
        site.work_off()
        looks(site)
    assert hits(alice) == ["Dogs"]


def test_once_it_was_opened_counting_begins_anew(site: Site, alice: Person, bob: Person) -> None:
    search = saves(alice, follow=True)
    for _ in range(2):
        bob.adds(title="dog", privacy="public")
    site.work_off()
    looks(site)
    changes(alice, search["id"], seen=True)
    alice.post("/notifications/read", {"all": True})
    bob.adds(title="dog", privacy="public")
    site.work_off()
    looks(site)
    assert hits(alice) == ["Dogs"]


@pytest.mark.parametrize("privacy", ["private", "followers"])
def test_nobody_is_told_of_what_they_may_not_see(site: Site, alice: Person, bob: Person, privacy: str) -> None:
    saves(alice, follow=True)
    bob.adds(title="dog", privacy=privacy)
    site.work_off()
    assert looks(site) == 1
    assert hits(alice) == []


def test_searches_that_are_gone_or_of_closed_accounts_are_not_looked_for(site: Site, alice: Person) -> None:
    search = saves(alice, follow=True)
    with site.app.app_context(), writing():
        service.begin_looks(now() + timedelta(hours=1))
    alice.delete(f"{PATH}/{search['id']}")
    assert site.work_off(LOOK_FOR_HITS.kind) == 1
    saves(alice, follow=True)
    with site.app.app_context(), writing():
        db.session.execute(db.text("UPDATE accounts SET active = 0 WHERE name = 'alice'"))
    assert looks(site) == 0


def test_those_that_waited_longest_are_looked_for_first(
    site: Site, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [saves(alice, name=name, follow=True)["id"] for name in ("a", "b", "c")]
    monkeypatch.setattr(service, "MOST_LOOKED_FOR", 2)
    asked = []
    for seconds in (0, 61, 62):
        with site.app.app_context(), writing():
            service.begin_looks(now() + timedelta(seconds=seconds))
        asked.append({subject for _kind, subject in site.waiting(LOOK_FOR_HITS.kind)})
    assert asked == [set(), set(ids[:2]), set(ids)]
