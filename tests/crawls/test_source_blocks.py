"""Takedowns by source: what came from an address, a domain or of these bytes goes, and nothing is taken from there."""

import hashlib

import pytest

from cms.extensions import now
from cms.jobs.names import REMOVE_BY_SOURCE
from cms.provenance.queries import is_blocked_source
from cms.provenance.service import Finding, note
from cms.transaction import reading, writing
from tests.api.moderating import public_picture
from tests.crawls.crawling import crawled, saves
from tests.crawls.webs import Web
from tests.people import Person
from tests.scenes import scene
from tests.site import Site

SOURCES = "/moderation/sources"


def blocks(site: Site, mod: Person, kind: str, value: str) -> str:
    answer = mod.post(SOURCES, {"kind": kind, "value": value, "reason": "its maker asks"})
    assert answer.status_code == 202, answer.text
    site.work_off(REMOVE_BY_SOURCE.kind)
    return str(answer.json["id"])


@pytest.fixture
def page(other: Web) -> str:
    other.holds("/a.jpg", scene(1))
    return other.shows("/", "<img src=a.jpg>")


@pytest.mark.parametrize("side", ["page", "picture"])
def test_what_was_taken_from_an_address_goes_with_its_copies_and_is_not_taken_again(
    site: Site, alice: Person, bob: Person, mod: Person, page: str, side: str
) -> None:
    [mine] = saves(site, alice, crawled(site, alice, page))
    copy = bob.adds(scene(1))
    value = page if side == "page" else page + "a.jpg"
    block = mod.get(f"{SOURCES}/{blocks(site, mod, 'address', value)}").json
    assert (block["state"], block["removed"], block["by"]) == ("done", 2, "mod")
    assert [one.image(image_id)["review"] for one, image_id in ((alice, mine), (bob, copy))] == ["hidden", "hidden"]
    again = crawled(site, alice, page)
    assert [(one["url"], one["reason"][:18]) for one in again["refusals"]] == [(value, "Moderators removed")]
    assert bob.upload(scene(1)).status_code == 422


@pytest.mark.parametrize(
    ("found_at", "goes"),
    [("https://example.org/a", True), ("https://img.example.org:8443/a", True), ("https://notexample.org/a", False)],
)
def test_a_domain_is_itself_and_all_below_it(
    site: Site, alice: Person, mod: Person, found_at: str, *, goes: bool
) -> None:
    image_id = public_picture(site, alice)
    with site.app.app_context(), writing():
        note(image_id, Finding(found_at, "https://cdn.example.net/1", "", "", "", None, {}, "0" * 64, now(), None))
    blocks(site, mod, "domain", " Example.ORG. ")
    assert (alice.image(image_id)["review"] == "hidden") == goes
    with site.app.app_context(), reading():
        assert is_blocked_source([found_at]) == goes


def test_bytes_are_not_taken_again_before_and_after_somebody_had_them(
    site: Site, alice: Person, mod: Person, page: str
) -> None:
    block = blocks(site, mod, "hash", hashlib.sha256(scene(1)).hexdigest())
    assert alice.upload(scene(1)).status_code == 422
    assert crawled(site, alice, page)["counts"]["refused"] == 1
    assert mod.call("DELETE", f"{SOURCES}/{block}").json["state"] == "lifted"
    assert alice.upload(scene(1)).status_code == 201


def test_its_owner_is_told_why_and_undoing_the_decision_puts_it_back(site: Site, alice: Person, mod: Person) -> None:
    image_id = public_picture(site, alice)
    block = blocks(site, mod, "hash", alice.image(image_id)["sha256"])
    [told] = [one for one in alice.get("/me/decisions").json["items"] if one["subject"]["id"] == image_id]
    assert told["reason"] == "its maker asks"
    assert [line["what"] for line in mod.get("/moderation/log").json["items"]][:2] == ["decide", "block_source"]
    mod.call("DELETE", f"{SOURCES}/{block}")
    assert mod.post(f"/moderation/decisions/{told['id']}/undo", {"reason": "mistaken"}).status_code < 300
    assert alice.image(image_id)["review"] == "passed"


def test_blocking_twice_is_one_block_and_lifting_twice_a_conflict(site: Site, mod: Person) -> None:
    first = blocks(site, mod, "domain", "example.org")
    assert blocks(site, mod, "domain", "EXAMPLE.org") == first
    lifted = [mod.call("DELETE", f"{SOURCES}/{first}").status_code for _ in range(2)]
    assert lifted == [200, 409]
    assert blocks(site, mod, "domain", "example.org") != first


@pytest.mark.parametrize("said", ["domain org", "domain a_b.org", "hash 1f", "address ftp://example.org/a"])
def test_what_is_none_of_its_kind_is_refused_with_a_sentence(mod: Person, said: str) -> None:
    kind, value = said.split()
    answer = mod.post(SOURCES, {"kind": kind, "value": value, "reason": "r"})
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "value")


def test_moderators_block_and_lift_in_their_room(site: Site, mod: Person) -> None:
    form = {"kind": "domain", "value": "example.org", "reason": "asked for"}
    mod.at("POST", "/admin/sources/block/", data=form)
    [block] = mod.get(SOURCES).json["items"]
    page = mod.page("/admin/sources/").text
    assert (block["value"] in page, block["id"] in page) == (True, True)
    mod.at("POST", "/admin/sources/lift/", data={"id": block["id"]})
    assert mod.get(SOURCES).json["items"][0]["state"] == "lifted"
