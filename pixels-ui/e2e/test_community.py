"""A story of five people in browsers: asked, followed, liked, discussed, collected, taken back, hidden, appealed."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from cms.accounts.queries import account_by_name
from cms.transaction import writing
from e2e.axe import barriers
from e2e.served import Served
from e2e.shots import keep
from e2e.visits import PASSWORD, Visit

Come = Callable[..., Visit]


def test_from_a_request_to_follow_to_an_appeal_that_is_granted(site: Served, anyone: Visit, visits: Come) -> None:
    width = "phone" if anyone.is_phone else "desktop"
    bo, cilla = visits(site, width), visits(site, width)
    anyone.call("PATCH", "/me", data={"locked": True})
    follows(bo, anyone)
    hill = anyone.adds_understood(title="my hill", privacy="followers")
    is_missing(cilla, hill)
    talks(bo, anyone, hill)
    is_told(anyone, bo, width)
    collects(bo, hill)
    anyone.call("PATCH", f"/images/{hill}", data={"privacy": "private"})
    nothing_is_left(bo, width)
    anyone.call("PATCH", f"/images/{hill}", data={"privacy": "public"})
    is_reported(cilla, hill)
    decides(site, visits, "ada", "report", "Hide", hill)
    is_missing(cilla, hill)
    appeals(anyone, hill)
    decides(site, visits, second_moderator(site, visits), "appeal", "Undo the decision", hill)
    expect(cilla.go(f"/images/{hill}").get_by_role("heading", name="my hill")).to_be_visible()
    page = anyone.go("/me/notifications")
    expect(page.get_by_text("Your appeal was answered: my hill")).to_be_visible()
    keep(page, f"community-told-{width}")
    assert barriers(page) == []
    anyone.call("DELETE", f"/images/{hill}")


def follows(bo: Visit, anna: Visit) -> None:
    page = bo.go(f"/people/{anna.name}")
    page.get_by_role("button", name=f"Follow {anna.name}").click()
    expect(page.get_by_role("button", name="Requested")).to_be_visible()
    page = anna.go("/me/notifications")
    page.get_by_role("button", name=f"Accept {bo.name}").click()
    expect(page.get_by_role("button", name=f"Accept {bo.name}")).to_have_count(0)
    page = bo.go("/me/notifications")
    expect(page.get_by_text(f"{anna.name} accepted your follow request")).to_be_visible()


def talks(bo: Visit, anna: Visit, hill: str) -> None:
    """Bo likes and says something; anna answers and mentions him."""
    page = bo.go(f"/images/{hill}")
    page.get_by_role("button", name="Like", exact=True).click()
    page.get_by_role("form", name="Write a comment").locator("textarea").fill("Which hill is this?")
    page.get_by_role("button", name="Send comment").click()
    expect(page.get_by_role("article").filter(has_text="Which hill is this?")).to_be_visible()
    page = anna.go(f"/images/{hill}")
    page.get_by_role("region", name="comment").scroll_into_view_if_needed()
    page.get_by_role("article").get_by_role("button", name=f"Reply to {bo.name}").click()
    page.get_by_role("form", name=f"Reply to {bo.name}").locator("textarea").fill(f"Mine, @{bo.name} .")
    page.get_by_role("form", name=f"Reply to {bo.name}").get_by_role("button", name="Reply").click()
    expect(page.get_by_role("article").filter(has_text="Mine")).to_be_visible()
    page = bo.go("/me/notifications")
    expect(page.get_by_text(f"{anna.name} mentioned you at my hill")).to_be_visible()


def is_told(anna: Visit, bo: Visit, width: str) -> None:
    page = anna.go("/me/notifications")
    for words in (f"{bo.name} liked my hill", f"{bo.name} commented on my hill"):
        expect(page.get_by_text(words)).to_be_visible()
    keep(page, f"community-owner-{width}")


def collects(bo: Visit, hill: str) -> None:
    page = bo.go(f"/images/{hill}")
    page.get_by_role("button", name="Collect", exact=True).click()
    expect(page.get_by_role("button", name="1 person collected it")).to_be_visible()


def nothing_is_left(bo: Visit, width: str) -> None:
    page = bo.go("/me/collections")
    page.get_by_role("link", name="My collection").click()
    expect(page.get_by_text("No longer visible")).to_be_visible()
    expect(page.get_by_text("my hill")).to_have_count(0)
    for path in ("/me/notifications", "/following", "/for-you"):
        page = bo.go(path)
        page.wait_for_load_state("networkidle")
        expect(page.get_by_text("my hill")).to_have_count(0)
    keep(page, f"community-nothing-left-{width}")


def is_missing(visit: Visit, hill: str) -> None:
    visit.watch.expect("status of 404")
    page = visit.go(f"/images/{hill}")
    expect(page.get_by_role("heading", name="my hill")).to_have_count(0)
    expect(page.get_by_role("heading", name="This page does not exist")).to_be_visible()


def is_reported(cilla: Visit, hill: str) -> None:
    page = cilla.go(f"/images/{hill}")
    page.get_by_role("button", name="Report", exact=True).click()
    page.get_by_role("radio", name="Spam or advertising").click()
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_text("Thank you. A moderator will look at it.")).to_be_visible()


def appeals(anna: Visit, hill: str) -> None:
    page = anna.go(f"/images/{hill}")
    page.get_by_role("link", name="What was decided, and how to appeal").click()
    page.get_by_role("button", name="Appeal").click()
    page.get_by_label("Why should it be looked at again?").fill("It is a hill.")
    page.get_by_role("button", name="Send the appeal").click()
    expect(page.get_by_text("The appeal is sent.")).to_be_visible()


def second_moderator(site: Served, visits: Come) -> str:
    name = visits(site).name
    with site.app.app_context(), writing():
        account = account_by_name(name)
        assert account is not None
        account.role = "moderator"
    return name


def decides(site: Served, visits: Come, name: str, kind: str, action: str, hill: str) -> None:
    """A moderator finds the case in the room of cases, has it, and decides."""
    moderator = visits(site, member=False)
    moderator.begins()
    moderator.call("POST", "/session", data={"login": name, "password": PASSWORD})
    moderator.begins()
    cases = moderator.call("GET", f"/moderation/queue?kind={kind}").json()["items"]
    [case] = [one["id"] for one in cases if one["subject"]["id"] == hill]
    page = moderator.page
    page.goto(f"{site.address}/admin/queue/?case={case}")
    has_taken(page)
    page.get_by_label(action).check()
    page.get_by_label("Reason, which the owner reads").fill("It was looked at.")
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_text(f"Decided: {action}.")).to_be_visible()


def has_taken(page: Page) -> None:
    page.get_by_role("button", name="Take the case").click()
    expect(page.get_by_role("button", name="Decide")).to_be_visible()
