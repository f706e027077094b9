"""Owner, follower, stranger and visitor at once, each in a browser of their own: what one changes, the others meet."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from e2e.served import Served
from e2e.visits import Visit

MISSING = "This page does not exist"


@dataclass
class Four:
    """Each looks at the page that `look_at` opened; only the owner acts."""

    owner: Visit
    follower: Visit
    stranger: Visit
    visitor: Visit

    @property
    def others(self) -> dict[str, Visit]:
        return {"follower": self.follower, "stranger": self.stranger, "visitor": self.visitor}

    def look_at(self, path: str) -> None:
        for one in (self.owner, *self.others.values()):
            one.page.goto(one.site.address + path)

    def expect_seen_by(self, *names: str, heading: str) -> None:
        """After each has refreshed the page that is open."""
        for name, one in self.others.items():
            answer = one.page.reload()
            assert answer is not None
            assert answer.status == (200 if name in names else 404), (name, heading)
            shown = heading if name in names else MISSING
            expect(one.page.get_by_role("heading", name=shown, level=1)).to_be_visible()
        self.owner.page.reload()
        expect(self.owner.page.get_by_role("heading", name=heading, level=1)).to_be_visible()


@pytest.fixture(params=["desktop", "phone"])
def four(request: pytest.FixtureRequest, site: Served, visits: Callable[..., Visit]) -> Four:
    width = request.param
    people = Four(visits(site, width), visits(site, width), visits(site, width), visits(site, width, member=False))
    people.follower.call("PUT", f"/people/{people.owner.name}/follow")
    for one in people.others.values():
        one.watch.expect("status of 404")
    return people


def test_a_picture_goes_from_everyone_to_followers_to_oneself(four: Four) -> None:
    image_id = four.owner.adds_understood(title="a lake", privacy="public")
    four.look_at(f"/images/{image_id}")
    four.expect_seen_by("follower", "stranger", "visitor", heading="a lake")
    choose_for_picture(four.owner.page, "Followers")
    leave_the_account_open(four.owner.page)
    four.expect_seen_by("follower", heading="a lake")
    with four.owner.page.expect_response(lambda answer: answer.request.method == "PATCH"):
        choose_for_picture(four.owner.page, "Only me")
    four.expect_seen_by(heading="a lake")


def test_a_picture_is_opened_again_only_after_a_question_with_numbers(four: Four) -> None:
    image_id = four.owner.adds_understood(title="a lake", privacy="private")
    four.look_at(f"/images/{image_id}")
    choose_for_picture(four.owner.page, "Followers")
    question = four.owner.page.get_by_role("dialog", name="Show this picture to your followers?")
    expect(question.get_by_text("The 1 person who follows you can then see it.")).to_be_visible()
    question.get_by_role("button", name="Cancel").click()
    expect(question).to_be_hidden()
    four.expect_seen_by(heading="a lake")
    choose_for_picture(four.owner.page, "Followers")
    question.get_by_role("button", name="Show to followers").click()
    leave_the_account_open(four.owner.page)
    four.expect_seen_by("follower", heading="a lake")


def test_an_album_takes_its_pictures_along(four: Four) -> None:
    image_id = four.owner.adds_understood(title="a lake", privacy="public")
    album_id = album(four.owner, title="Lakes", privacy="public", images=[image_id])
    four.look_at(f"/albums/{album_id}")
    four.expect_seen_by("follower", "stranger", "visitor", heading="Lakes")
    choose_for_album(four.owner.page, "Followers")
    leave_the_account_open(four.owner.page)
    save(four.owner.page)
    four.expect_seen_by("follower", heading="Lakes")
    four.look_at(f"/images/{image_id}")
    four.expect_seen_by("follower", heading="a lake")
    four.look_at(f"/albums/{album_id}")
    choose_for_album(four.owner.page, "Only me")
    save(four.owner.page)
    four.expect_seen_by(heading="Lakes")
    four.look_at(f"/images/{image_id}")
    four.expect_seen_by(heading="a lake")
    reason = "Only you: its album “Lakes” is private."
    expect(four.owner.page.get_by_text(reason)).to_be_visible()


def test_who_is_blocked_finds_nothing_and_open_lists_let_go(four: Four) -> None:
    image_id = four.owner.adds_understood(title="a lake", privacy="public")
    page = four.owner.go(f"/people/{four.stranger.name}")
    page.get_by_role("button", name="More: mute, block").click()
    page.get_by_role("button", name="Block", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Block").click()
    expect(page.get_by_text("Neither of you sees anything of the other.")).to_be_visible()
    four.look_at(f"/images/{image_id}")
    four.expect_seen_by("follower", "visitor", heading="a lake")
    four.look_at(f"/people/{four.owner.name}")
    four.expect_seen_by("follower", "visitor", heading=four.owner.name)


def test_the_sum_says_why_and_how_many(four: Four) -> None:
    image_id = four.owner.adds(title="a lake", privacy="public")
    album(four.owner, title="Lakes", privacy="followers", images=[image_id])
    page = four.owner.go(f"/images/{image_id}")
    total = page.get_by_role("group", name="Who can see this in the end")
    expect(total).to_contain_text("You choseEveryone")
    expect(total).to_contain_text("Its albumFollowers")
    expect(total).to_contain_text("In effectFollowers")
    expect(page.get_by_text("Followers only: its album “Lakes” is. 1 person can see it.")).to_be_visible()


def choose_for_picture(page: Page, level: str) -> None:
    region = page.get_by_role("region", name="Who can see this")
    picker = region.get_by_role("radio", name=level)
    if not picker.is_visible():
        region.get_by_role("button", name="Change").click()
    picker.click()


def choose_for_album(page: Page, level: str) -> None:
    page.get_by_role("button", name="Edit", exact=True).click()
    page.get_by_role("dialog", name="Edit album").get_by_role("radio", name=level).click()


def save(page: Page) -> None:
    page.get_by_role("dialog", name="Edit album").get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog", name="Edit album")).to_be_hidden()


def leave_the_account_open(page: Page) -> None:
    """The first choice of "followers" asks about the lock."""
    question = page.get_by_role("dialog", name="Approve new followers yourself?")
    question.get_by_role("button", name="Leave it open").click()
    expect(question).to_be_hidden()


def album(owner: Visit, **fields: object) -> str:
    return str(owner.call("POST", "/albums", data={"category": "landscape", **fields}).json()["id"])
