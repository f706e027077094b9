"""Something is reported in three clicks; who it concerns reads what was decided and appeals."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from e2e.axe import barriers
from e2e.served import Served
from e2e.shots import keep
from e2e.visits import PASSWORD, Visit


def test_a_picture_is_reported_in_three_clicks_and_what_became_of_it_is_seen(
    site: Served, anyone: Visit, visits: Callable[..., Visit]
) -> None:
    width = "phone" if anyone.is_phone else "desktop"
    owner = visits(site)
    image_id = owner.adds_understood(title="a hill", privacy="public")
    page = anyone.go(f"/images/{image_id}")
    page.get_by_role("button", name="Report", exact=True).click()
    page.get_by_role("radio", name="Spam or advertising").click()
    keep(page, f"report-{width}")
    assert barriers(page) == []
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("status").filter(has_text="Thank you. A moderator will look at it.")).to_be_focused()
    page.get_by_role("link", name="See what becomes of it").click()
    expect(page.get_by_text("A moderator has not looked yet.")).to_be_visible()
    decide(site, visits, image_id, "dismiss")
    page.reload()
    expect(page.get_by_text("A moderator has found nothing wrong.")).to_be_visible()
    keep(page, f"reports-{width}")
    assert barriers(page) == []


def test_a_visitor_reports_an_album_with_digits_and_a_person_is_reported_too(
    site: Served, anna: Visit, visitor: Visit, visits: Callable[..., Visit]
) -> None:
    made = anna.call("POST", "/albums", data={"title": "Hills", "category": "other", "privacy": "public"}).json()
    page = visitor.go(f"/albums/{made['id']}")
    page.get_by_role("button", name="Report", exact=True).click()
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_text("Choose what is wrong.")).to_be_visible()
    page.get_by_role("radio", name="Violence").click()
    page.locator("img.captcha__picture").wait_for()
    page.get_by_label("The digits in the picture").fill(site.digits(visitor.captcha_id()))
    page.get_by_role("button", name="Send the report").click()
    page.get_by_role("link", name="See what becomes of it").click()
    expect(page.get_by_text("A moderator has not looked yet.")).to_be_visible()
    decide(site, visits, made["id"], "dismiss")
    page.reload()
    expect(page.get_by_text("A moderator has found nothing wrong.")).to_be_visible()
    report(visits(site).go(f"/people/{anna.name}"))
    decide(site, visits, anna.name, "dismiss")


def test_an_owner_reads_why_and_appeals(site: Served, anyone: Visit, visits: Callable[..., Visit]) -> None:
    width = "phone" if anyone.is_phone else "desktop"
    image_id = anyone.adds_understood(title="a hill", privacy="public")
    reader = visits(site)
    reader.watch.expect(r"status of 404.*/views\)")  # hidden while they still look at it
    report(reader.go(f"/images/{image_id}"))
    decide(site, visits, image_id, "hide", rule="spam", reason="It sells things.")
    page = anyone.go(f"/images/{image_id}")
    expect(page.get_by_text("A moderator has hidden this picture.")).to_be_visible()
    keep(page, f"hidden-{width}")
    page.get_by_role("link", name="What was decided, and how to appeal").click()
    card = page.get_by_role("article", name="Hidden from others")
    expect(card).to_contain_text("It sells things.")
    expect(card).to_contain_text("Spam or advertising")
    card.get_by_role("button", name="Appeal").click()
    card.get_by_label("Why should it be looked at again?").fill("It is a hill.")
    keep(page, f"appeal-{width}")
    assert barriers(page) == []
    card.get_by_role("button", name="Send the appeal").click()
    expect(card.get_by_text("The appeal is sent.")).to_be_focused()
    page.reload()
    expect(card).to_contain_text("Another moderator answers by")
    keep(page, f"appealed-{width}")


def test_a_comment_is_reported_from_its_menu(
    site: Served, anna: Visit, visitor: Visit, visits: Callable[..., Visit]
) -> None:
    image_id = anna.adds_understood(title="a hill", privacy="public")
    comment = anna.call("POST", f"/images/{image_id}/comments", data={"text": "buy hills"}).json()
    reader = visits(site)
    page = reader.go(f"/images/{image_id}?comment={comment['id']}")
    page.get_by_role("button", name=f"More about the comment by {anna.name}").click()
    report(page)
    decide(site, visits, comment["id"], "hide", rule="spam")
    page.get_by_role("button", name="Close", exact=True).last.click()
    reader.watch.expect("status of 404")
    page.reload()
    expect(page.get_by_text("This comment is not here.")).to_be_visible()


def report(page: Page) -> None:
    """What was opened last."""
    page.get_by_role("button", name="Report", exact=True).last.click()
    page.get_by_role("radio", name="Spam or advertising").click()
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_text("Thank you. A moderator will look at it.")).to_be_visible()


def decide(site: Served, visits: Callable[..., Visit], thing_id: str, action: str, **more: str) -> None:
    """What was reported of this thing."""
    ada = visits(site, member=False)
    ada.begins()
    ada.call("POST", "/session", data={"login": "ada", "password": PASSWORD})
    ada.begins()
    cases = ada.call("GET", "/moderation/queue?kind=report").json()["items"]
    [case] = [case for case in cases if case["subject"]["id"] == thing_id]
    ada.call("POST", f"/moderation/cases/{case['id']}/decisions", data={"actions": [action], "reason": "r", **more})
