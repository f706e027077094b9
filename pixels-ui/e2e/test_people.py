"""People: profiles, follows and requests, blocks and mutes, as both sides see them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from e2e.served import Served
from e2e.visits import Visit


@pytest.fixture
def two(anyone: Visit, site: Served, visits: Callable[..., Visit]) -> tuple[Visit, Visit]:
    """Somebody, and somebody else at the same width."""
    return anyone, visits(site, "phone" if anyone.is_phone else "desktop")


def test_the_name_on_a_picture_leads_to_its_owner(two: tuple[Visit, Visit]) -> None:
    anna, bert = two
    page = bert.go(f"/images/{anna.adds_understood(title='a lake', privacy='public')}")
    page.get_by_role("main").get_by_role("link", name=anna.name).click()
    expect(page.get_by_role("heading", name=anna.name, level=1)).to_be_visible()
    expect(page.get_by_role("img", name="a lake")).to_be_visible()


def test_following_shows_what_is_for_followers_at_once(two: tuple[Visit, Visit]) -> None:
    anna, bert = two
    anna.adds_understood(title="for friends", privacy="followers")
    page = bert.go(f"/people/{anna.name}")
    expect(page.get_by_text("No pictures to see")).to_be_visible()
    page.get_by_role("button", name=f"Follow {anna.name}").click()
    expect(page.get_by_role("img", name="for friends")).to_be_visible()
    page.get_by_role("button", name=f"Unfollow {anna.name}").click()
    expect(page.get_by_text("No pictures to see")).to_be_visible()


def test_a_locked_account_is_asked_and_answers(two: tuple[Visit, Visit]) -> None:
    anna, bert = two
    anna.call("PATCH", "/me", data={"locked": True})
    anna.adds_understood(title="for friends", privacy="followers")
    page = bert.go(f"/people/{anna.name}")
    expect(page.get_by_text("Locked account")).to_be_visible()
    page.get_by_role("button", name=f"Follow {anna.name}").click()
    expect(page.get_by_role("button", name="Requested")).to_be_visible()
    expect(page.get_by_text(f"{anna.name} has not answered your request yet.")).to_be_visible()
    asked = anna.go("/me/requests")
    asked.get_by_role("button", name=f"Accept {bert.name}").click()
    expect(asked.get_by_text("No requests are waiting")).to_be_visible()
    page.reload()
    expect(page.get_by_role("img", name="for friends")).to_be_visible()


def test_a_request_is_declined_or_taken_back(two: tuple[Visit, Visit]) -> None:
    anna, bert = two
    anna.call("PATCH", "/me", data={"locked": True})
    page = bert.go(f"/people/{anna.name}")
    page.get_by_role("button", name=f"Follow {anna.name}").click()
    page.get_by_role("button", name="Requested").click()
    expect(page.get_by_role("button", name=f"Follow {anna.name}")).to_be_visible()
    page.get_by_role("button", name=f"Follow {anna.name}").click()
    expect(page.get_by_role("button", name="Requested")).to_be_visible()
    asked = anna.go("/me/requests")
    asked.get_by_role("button", name=f"Decline {bert.name}").click()
    expect(asked.get_by_text("No requests are waiting")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name=f"Follow {anna.name}")).to_be_visible()


def test_a_follower_is_removed_from_ones_own_list(two: tuple[Visit, Visit]) -> None:
    anna, bert = two
    bert.call("PUT", f"/people/{anna.name}/follow")
    page = anna.go(f"/people/{anna.name}/followers")
    page.get_by_role("button", name=f"Remove {bert.name} from your followers").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(page.get_by_text("Nobody follows yet")).to_be_visible()
    assert bert.call("GET", f"/people/{anna.name}").json()["relation"]["state"] == "none"


def test_blocked_and_muted_are_listed_and_taken_back(two: tuple[Visit, Visit]) -> None:
    anna, bert = two
    page = anna.go(f"/people/{bert.name}")
    choose(page, "Mute")
    expect(page.get_by_text("Muted", exact=True)).to_be_visible()
    choose(page, "Block")
    page.get_by_role("dialog", name=f"Block {bert.name}?").get_by_role("button", name="Block").click()
    expect(page.get_by_role("button", name="Unblock").first).to_be_visible()
    page = anna.go("/me/blocked")
    page.get_by_role("button", name=f"Unblock {bert.name}").click()
    expect(page.get_by_text("Nobody is blocked")).to_be_visible()
    page.get_by_role("button", name=f"Unmute {bert.name}").click()
    expect(page.get_by_text("Nobody is muted")).to_be_visible()


def test_one_looks_at_oneself_with_the_eyes_of_others(anyone: Visit) -> None:
    anyone.adds_understood(title="open", privacy="public")
    anyone.adds_understood(title="for friends", privacy="followers")
    page = anyone.go(f"/people/{anyone.name}")
    eyes = page.get_by_role("group", name="View as")
    eyes.get_by_role("button", name="Stranger").click()
    expect(page.get_by_text("This is what a stranger sees of you.")).to_be_visible()
    expect(page.get_by_role("img", name="open")).to_be_visible()
    expect(page.get_by_role("img", name="for friends")).to_have_count(0)
    eyes.get_by_role("button", name="Follower").click()
    expect(page.get_by_role("img", name="for friends")).to_be_visible()
    eyes.get_by_role("button", name="Me").click()
    expect(page.get_by_text("This is what a follower sees of you.")).to_be_hidden()


def choose(page: Page, action: str) -> None:
    page.get_by_role("button", name="More: mute, block").click()
    page.get_by_role("main").get_by_role("button", name=action, exact=True).click()
