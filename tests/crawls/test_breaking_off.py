"""A crawl that dies, or whose owner may do nothing any more: nothing is lost, nothing is done twice or for nobody."""

from typing import Any

import pytest
from sqlalchemy import update

from cms.accounts.models import Account
from cms.crawls import queries
from cms.extensions import db
from cms.provenance.models import ImageSource
from cms.transaction import writing
from tests.api.test_copies_of_others import taken
from tests.crawls.crawling import BY, CRAWL, begins, crawled, saves, told
from tests.crawls.webs import Web
from tests.people import Person
from tests.scenes import scene
from tests.site import Site
from tests.states import set_image
from workers.crawling import turns
from workers.crawling.jobs import seconds_for


class Dying:
    """Something that ends the first and the third attempt before anything of it is noted."""

    def __init__(self, act: Any) -> None:
        self._act, self._times = act, 0

    def __call__(self, *words: Any, **named: Any) -> Any:
        self._times += 1
        if self._times in (1, 3):
            raise RuntimeError("the machine was switched off")
        return self._act(*words, **named)


def change(site: Site, model: Any, of: dict[str, str], **columns: Any) -> None:
    """Change rows behind the back of the site."""
    with site.app.app_context(), writing():
        db.session.execute(update(model).filter_by(**of).values(**columns))


@pytest.fixture
def cups(other: Web) -> str:
    for number in range(3):
        other.holds(f"/{number}.jpg", scene(number))
    return other.shows("/", "".join(f"<img src={number}.jpg>" for number in range(3)) + BY)


@pytest.mark.parametrize("step", ["settle", "save"])
def test_a_crawl_that_dies_over_what_came_goes_on_where_it_was(
    site: Site, alice: Person, cups: str, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    monkeypatch.setattr(turns, step, Dying(getattr(turns, step)))
    images = saves(site, alice, crawled(site, alice, cups))
    assert len(set(images)) == 3
    assert [alice.get(f"/images/{one}/provenance").json["chain"]["length"] for one in images] == [1, 1, 1]
    assert len(alice.get("/people/alice/images").json["items"]) == 3


def test_nothing_is_asked_for_somebody_who_is_suspended(site: Site, alice: Person, other: Web, cups: str) -> None:
    crawl_id = begins(alice, cups)
    change(site, Account, {"name": "alice"}, active=False)
    site.work_off(CRAWL)
    change(site, Account, {"name": "alice"}, active=True)
    assert (told(alice, crawl_id)["state"], other.asked) == ("failed", [])


def test_a_copy_of_a_saved_picture_says_where_that_was_found(site: Site, alice: Person, bob: Person, cups: str) -> None:
    [image, *_] = saves(site, alice, crawled(site, alice, cups))
    alice.patch(f"/images/{image}", {"privacy": "public"})
    set_image(site, image, review="passed")
    ledger = bob.get(f"/images/{taken(bob, image)['id']}/provenance").json
    [source] = ledger["sources"]
    assert (source["page_url"], source["crawl"], ledger["chain"]["is_whole"]) == (cups, None, True)


def test_a_line_that_was_changed_behind_the_back_of_the_site_shows(site: Site, alice: Person, cups: str) -> None:
    [image, *_] = saves(site, alice, crawled(site, alice, cups))
    change(site, ImageSource, {"image_id": image}, author="Somebody else")
    assert alice.get(f"/images/{image}/provenance").json["chain"]["is_whole"] is False


def test_the_crawls_of_one_account_have_together_as_long_as_the_one_of_another(
    site: Site, alice: Person, bob: Person
) -> None:
    several = [begins(alice, f"https://example.org/{number}") for number in range(4)]
    alice.patch(f"/crawls/{several.pop()}", {"state": "paused"})
    one = begins(bob, "https://example.org/")
    with site.app.app_context():
        assert sum(seconds_for(crawl_id) for crawl_id in several) == pytest.approx(seconds_for(one))


def test_a_crawl_ends_when_it_has_looked_at_as_many_bytes_as_it_may(
    site: Site, alice: Person, cups: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MOST_BYTES", 1)
    crawl = crawled(site, alice, cups)
    assert (crawl["state"], crawl["counts"]["found"], crawl["waiting"]) == ("done", 1, 0)
