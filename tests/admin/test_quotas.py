"""Admins say how much somebody may keep; moderators see it."""

import pytest

from tests.admin.rooms import Room
from tests.people import Person
from tests.site import Site


def set_quota(site: Site, person: Person, *, token: str | None = None, **fields: str) -> str:
    """Send the form of the page; the page that follows."""
    room = Room(site, person)
    form = {"csrf_token": room.token("accounts") if token is None else token, **fields}
    return room.browser.client.post("/admin/accounts/quota/", data=form, follow_redirects=True).text


def limits(person: Person) -> tuple[int | None, int | None]:
    usage = person.get("/me").json["usage"]
    return usage["quota_bytes"], usage["quota_images"]


def test_an_admin_sets_a_quota_and_takes_it_back(site: Site, ada: Person, alice: Person) -> None:
    text = set_quota(site, ada, name="alice", bytes="5000000", images="3")
    assert limits(alice) == (5_000_000, 3)
    assert "0 of 5,000,000 bytes, 0 of 3 images" in text
    set_quota(site, ada, name="Alice", bytes="", images="")
    assert limits(alice) == (None, None)


def test_a_moderator_sees_what_is_kept_and_sets_nothing(site: Site, mod: Person, alice: Person) -> None:
    alice.adds()
    assert "Set a quota" not in Room(site, mod).page("accounts").text
    assert "1 images" in Room(site, mod).page("accounts").text
    set_quota(site, mod, name="alice", bytes="1")
    assert limits(alice) == (None, None)


@pytest.mark.parametrize("text", ["-1", "1e9", "9" * 30, "٣", "1.5", "0x10", "'; --", "<b>"])
def test_what_is_no_number_is_refused(site: Site, ada: Person, alice: Person, text: str) -> None:
    for field in ("bytes", "images"):
        assert "alert-" in set_quota(site, ada, name="alice", **{field: text})
    assert limits(alice) == (None, None)


def test_nobody_unknown_has_a_quota(site: Site, ada: Person) -> None:
    assert "There is no such account." in set_quota(site, ada, name="nobody", bytes="1")


@pytest.mark.parametrize("token", ["", "forged"])
def test_without_the_pages_token_no_quota_is_set(site: Site, ada: Person, alice: Person, token: str) -> None:
    set_quota(site, ada, token=token, name="alice", images="1")
    assert limits(alice) == (None, None)
