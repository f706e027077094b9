"""What is not well explains itself: damaged and held pictures, models on their way, a site that does not answer."""

import json

from playwright.sync_api import Locator, Page, Route, expect

from cms.access.audience import Review
from cms.extensions import db
from cms.images.models import Image
from cms.transaction import writing
from e2e.visits import Visit, until
from tests.factories import picture


def test_a_damaged_picture_explains_itself_to_its_owner(anna: Visit) -> None:
    whole = picture(size=(1200, 900), format="jpeg")
    image_id = anna.adds(whole[: len(whole) // 3], title="lake")
    until(lambda: anna.image(image_id)["state"] == "failed", "the damage is found")
    page = anna.go(f"/images/{image_id}")
    expect(page.get_by_role("status").get_by_text("This picture could not be read.")).to_be_visible()
    expect(page.get_by_role("button", name="Edit", exact=True)).to_be_disabled()
    expect(anna.go("/me/pictures").get_by_text("Damaged")).to_be_visible()


def test_a_held_picture_explains_itself_to_its_owner_and_is_missing_for_others(anna: Visit, visitor: Visit) -> None:
    image_id = anna.adds_understood(title="held lake", privacy="public")
    hold(anna, image_id)
    page = anna.go(f"/images/{image_id}")
    expect(page.get_by_role("status").get_by_text("Held for review.")).to_be_visible()
    visitor.watch.expect("status of 404")
    expect(visitor.go(f"/images/{image_id}").get_by_role("heading", name="This page does not exist")).to_be_visible()


def test_models_that_are_not_ready_say_how_far_they_are(anna: Visit) -> None:
    progress = anna.site.models / "progress.json"
    before = progress.read_text()
    try:
        progress.write_text(json.dumps({**json.loads(before), "state": "preparing", "done": 2, "of": 8}))
        page = anna.go("/upload")
        expect(banner(page)).to_contain_text("step 2 of 8")
        progress.write_text(json.dumps({**json.loads(before), "state": "failed", "problem": "No space left."}))
        expect(banner(page)).to_contain_text("No space left.")
    finally:
        progress.write_text(before)
    page.reload()
    expect(page.get_by_role("heading", name="Upload")).to_be_visible()
    expect(banner(page)).to_have_count(0)


def test_a_site_that_does_not_answer_says_so_and_goes_on_when_it_does(anna: Visit) -> None:
    anna.watch.expect("ERR_FAILED")
    anna.page.route("**/api/v1/session", lambda route: route.abort())
    page = anna.go("/upload")
    expect(page.get_by_role("heading", name="The site cannot be reached")).to_be_visible()
    anna.page.unroute("**/api/v1/session")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("heading", name="Upload")).to_be_visible()


def test_a_page_of_ones_own_is_reached_though_the_way_to_logging_in_was_slow(anna: Visit) -> None:
    """Nobody is known at first, so one is sent to logging in; that page arrives only after the second try."""
    anna.watch.expect("ERR_FAILED")
    slow: list[Route] = []
    anna.page.route("**/api/v1/session", lambda route: route.abort())
    anna.page.route("**/assets/LoginView-*.js", lambda route: slow.append(route))
    page = anna.go("/upload")
    expect(page.get_by_role("heading", name="The site cannot be reached")).to_be_visible()
    anna.page.unroute("**/api/v1/session")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("button", name="Account of")).to_be_visible()
    for late in slow:
        late.continue_()
    assert slow
    expect(page.get_by_role("heading", name="Upload")).to_be_visible()


def test_a_list_that_fails_is_tried_again(anna: Visit) -> None:
    anna.watch.expect("ERR_FAILED")
    anna.page.route("**/api/v1/me/timeline", lambda route: route.abort(), times=1)
    page = anna.go("/me/pictures")
    expect(page.get_by_text("Your pictures could not be loaded.")).to_be_visible()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("heading", name="The library is empty")).to_be_visible()


def hold(owner: Visit, image_id: str) -> None:
    with owner.site.app.app_context(), writing():
        db.session.get_one(Image, image_id).review = Review.HELD


def banner(page: Page) -> Locator:
    return page.get_by_role("complementary").filter(has_text="models")
