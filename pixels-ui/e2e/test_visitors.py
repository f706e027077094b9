"""What somebody without an account sees: what is meant for everyone, and nothing else."""

from collections.abc import Callable

from playwright.sync_api import expect

from e2e.served import Served
from e2e.visits import Visit


def test_explore_shows_visitors_only_what_is_public(anna: Visit, visitor: Visit) -> None:
    anna.adds_understood(title="a public lake", privacy="public")
    anna.adds_understood(title="a private hill")
    page = visitor.go("/")
    expect(page.get_by_role("img", name="a public lake").first).to_be_visible()
    expect(page.get_by_role("img", name="a private hill")).to_have_count(0)


def test_a_private_picture_is_a_missing_page_for_others(
    anna: Visit, visitor: Visit, site: Served, visits: Callable[..., Visit]
) -> None:
    image_id = anna.adds_understood(title="a private hill")
    for other in (visitor, visits(site)):
        other.watch.expect("status of 404")
        answer = other.page.goto(f"{site.address}/images/{image_id}")
        assert answer is not None
        assert answer.status == 404
        expect(other.page.get_by_role("heading", name="This page does not exist")).to_be_visible()
        assert "a private hill" not in other.page.content()


def test_a_public_picture_tells_visitors_what_is_known_but_offers_no_changes(anna: Visit, visitor: Visit) -> None:
    image_id = anna.adds_understood(title="a public lake", privacy="public")
    page = visitor.go(f"/images/{image_id}")
    expect(page.get_by_role("list", name="Most likely labels").get_by_role("listitem")).to_have_count(5)
    for name in ("Edit", "Move to trash", "Rotate right", "Change"):
        expect(page.get_by_role("button", name=name, exact=True)).to_have_count(0)


def test_own_pages_ask_visitors_to_log_in_and_go_on_from_there(anna: Visit, visitor: Visit) -> None:
    page = visitor.go("/me/pictures")
    expect(page.get_by_text("Log in to go on.")).to_be_visible()
    visitor.logs_in_as(anna.name)
    expect(page.get_by_role("heading", name="The library is empty")).to_be_visible()


def test_making_a_picture_public_is_asked_first_and_shows_it_on_explore(anna: Visit, visitor: Visit) -> None:
    page = anna.go(f"/images/{anna.adds_understood(title='a shown hill')}")
    page.get_by_role("region", name="Who can see this").get_by_role("button", name="Change").click()
    page.get_by_role("radio", name="Everyone").check()
    question = page.get_by_role("dialog", name="Show this picture to everyone?")
    question.get_by_role("button", name="Show to everyone").click()
    expect(page.get_by_text("Anyone, also without an account.").first).to_be_visible()
    expect(visitor.go("/").get_by_role("img", name="a shown hill").first).to_be_visible()
