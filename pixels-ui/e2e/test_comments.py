"""Comments in a browser: written, answered, quoted, edited, deleted, liked, hidden and closed; links; drafts; keys."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from e2e.axe import barriers
from e2e.served import Served
from e2e.shots import keep
from e2e.test_workbench import moderator
from e2e.visits import Visit
from tests.comments.many import fill

IDS = "[...document.querySelectorAll('article[id^=comment-]')].map(element => element.id.replace('comment-', ''))"
MOST_TABS = 200


@pytest.fixture
def bert(anyone: Visit, site: Served, visits: Callable[..., Visit]) -> Visit:
    """Somebody else at the same width."""
    return visits(site, width_of(anyone))


def width_of(visit: Visit) -> str:
    return "phone" if visit.is_phone else "desktop"


def says(visit: Visit, image_id: str, text: str, parent: str | None = None) -> str:
    body = {"text": text} | ({"parent": parent} if parent else {})
    return str(visit.call("POST", f"/images/{image_id}/comments", data=body).json()["id"])


def chain(visit: Visit, image_id: str, length: int) -> list[str]:
    """Comments each of which answers the one before."""
    ids: list[str] = []
    for number in range(length):
        ids.append(says(visit, image_id, f"answer {number}", ids[-1] if ids else None))
    return ids


def below(page: Page) -> Page:
    """Where the comments are."""
    section(page).scroll_into_view_if_needed()
    return page


def section(page: Page) -> Locator:
    return page.get_by_role("region", name=re.compile(r"[Cc]omment"))


def comments(page: Page) -> Locator:
    return section(page).get_by_role("article")


def said(page: Page, text: str) -> Locator:
    """The comment that says this."""
    return comments(page).filter(has_text=text)


def field(page: Page, form: str = "Write a comment") -> Locator:
    """Where one writes; it is a combobox while it offers people, else a box for text."""
    return page.get_by_role("form", name=form).locator("textarea")


def writes(page: Page, text: str) -> None:
    field(page).fill(text)
    page.get_by_role("button", name="Send comment").click()


def test_a_comment_is_written_answered_quoted_liked_edited_and_deleted(anyone: Visit, bert: Visit) -> None:
    image_id = anyone.adds_understood(title="lake", privacy="public")
    page = below(bert.go(f"/images/{image_id}"))
    writes(page, "**Which** boat is this?")
    expect(said(page, "Which boat is this?")).to_be_focused()
    expect(page.get_by_role("heading", name="1 comment")).to_be_visible()

    page = below(anyone.go(f"/images/{image_id}"))
    page.get_by_role("button", name=f"Quote {bert.name}").click()
    answer = field(page, f"Reply to {bert.name}")
    expect(answer).to_have_value("> **Which** boat is this?\n\n")
    answer.press_sequentially("The one with two masts.")
    answer.press("Control+Enter")
    reply = said(page, "The one with two masts.")
    expect(reply).to_be_focused()
    like = page.get_by_role("button", name=f"Like the comment by {bert.name}")
    expect(reply.locator("time")).to_have_text(re.compile("^(now|[0-9]+ minutes? ago)$"))
    expect(reply.locator("time")).to_have_attribute("title", re.compile("^[0-9-]{10} [0-9:]{5}$"))
    like.click()
    expect(like).to_have_attribute("aria-pressed", "true")
    keep(page, f"comments-{width_of(anyone)}")
    assert barriers(page) == []

    page.get_by_role("button", name=f"More about the comment by {anyone.name}").click()
    page.get_by_role("button", name="Edit comment").click()
    field(page, "Edit comment").fill("The one with three masts.")
    page.get_by_role("form", name="Edit comment").get_by_role("button", name="Save").click()
    expect(said(page, "three masts")).to_contain_text("edited")

    page = below(bert.go(f"/images/{image_id}"))
    page.get_by_role("button", name=f"More about the comment by {bert.name}").click()
    page.get_by_role("button", name="Delete comment").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete comment").click()
    expect(section(page).get_by_role("article", name=re.compile("deleted by its author"))).to_be_focused()
    expect(said(page, "three masts")).to_be_visible()
    expect(page.get_by_role("heading", name="1 comment")).to_be_visible()
    keep(page, f"comments-deleted-{width_of(anyone)}")


def test_comments_on_an_album_unfold_above_its_pictures(anyone: Visit) -> None:
    made = anyone.call("POST", "/albums", data={"title": "sea", "category": "landscape", "privacy": "public"}).json()
    page = anyone.go(f"/albums/{made['id']}")
    page.get_by_role("button", name="Comments", exact=True).press("Enter")
    writes(page, "a good year")
    expect(said(page, "a good year")).to_be_focused()
    link = said(page, "a good year").get_by_role("link", name="Link to the comment")
    page.goto(anyone.site.address + (link.get_attribute("href") or ""))
    expect(said(page, "a good year")).to_be_focused()
    keep(page, f"comments-album-{width_of(anyone)}")
    assert barriers(page) == []


def test_a_link_to_a_deep_reply_opens_with_all_its_parents(anyone: Visit) -> None:
    image_id = anyone.adds_understood(title="lake", privacy="public")
    ids = chain(anyone, image_id, 10)
    page = anyone.go(f"/images/{image_id}?comment={ids[8]}")
    expect(said(page, "answer 8")).to_be_focused()
    expect(said(page, "answer 8")).to_be_in_viewport()
    assert page.evaluate(IDS) == ids
    keep(page, f"comments-linked-{width_of(anyone)}")
    assert barriers(page) == []
    page.get_by_role("link", name="Show all comments").click()
    expect(page.get_by_role("link", name="Continue thread, 3 more replies")).to_be_visible()
    assert page.evaluate(IDS) == ids[:7]
    page.get_by_role("link", name="Continue thread, 3 more replies").press("Enter")
    expect(said(page, "answer 6")).to_be_focused()
    expect(said(page, "answer 9")).to_be_visible()


def test_a_link_to_no_comment_says_so_and_leads_to_the_others(anyone: Visit) -> None:
    anyone.watch.expect("404")
    image_id = anyone.adds_understood(title="lake", privacy="public")
    says(anyone, image_id, "still here")
    page = below(anyone.go(f"/images/{image_id}?comment=01ARZ3NDEKTSV4RRFFQ69G5FAV"))
    expect(page.get_by_text("This comment is not here.")).to_be_visible()
    page.get_by_role("link", name="Show all comments").click()
    expect(said(page, "still here")).to_be_visible()


def test_threads_are_sorted_by_time_and_by_likes(anyone: Visit) -> None:
    image_id = anyone.adds_understood(title="lake", privacy="public")
    first, *_others = [says(anyone, image_id, text) for text in ("one", "two", "three")]
    anyone.call("PUT", f"/comments/{first}/like")
    page = below(anyone.go(f"/images/{image_id}"))
    for order, texts in (("Newest", ["three", "two", "one"]), ("Most liked", ["one", "three", "two"])):
        page.get_by_role("group", name="Order").get_by_role("button", name=order).click()
        for place, text in enumerate(texts):
            expect(comments(page).nth(place)).to_contain_text(text)


def test_a_name_is_completed_by_keyboard(anyone: Visit, bert: Visit) -> None:
    image_id = anyone.adds_understood(title="lake", privacy="public")
    page = below(anyone.go(f"/images/{image_id}"))
    box = field(page)
    box.press_sequentially(f"look @{bert.name}")
    option = page.get_by_role("option", name=f"@{bert.name}", exact=False).first
    expect(page.get_by_role("listbox", name="People to mention")).to_be_visible()
    expect(page.get_by_role("combobox", name="Write a comment")).to_have_attribute("aria-expanded", "true")
    for _ in range(page.get_by_role("option").count()):
        if option.get_attribute("aria-selected") == "true":
            break
        box.press("ArrowDown")
    keep(page, f"comments-mention-{width_of(anyone)}")
    assert barriers(page) == []
    box.press("Enter")
    expect(box).to_have_value(f"look @{bert.name} ")
    box.press("Control+Enter")
    comments(page).get_by_role("link", name=f"@{bert.name}").click()
    expect(page.get_by_role("heading", name=bert.name, level=1)).to_be_visible()


def test_a_draft_outlives_failure_and_reload_and_is_sent_once(anyone: Visit) -> None:
    anyone.watch.expect("ERR_FAILED", "NetworkError", "Failed to load resource")
    image_id = anyone.adds_understood(title="lake", privacy="public")
    page = below(anyone.go(f"/images/{image_id}"))
    address = f"**/images/{image_id}/comments"
    page.route(address, lose_the_answer)
    writes(page, "what a morning")
    expect(page.get_by_role("alert")).to_contain_text("It was not sent")
    page.unroute(address)
    page.reload()
    below(page)
    expect(field(page)).to_have_value("what a morning")
    page.get_by_role("button", name="Send comment").dblclick()
    expect(said(page, "what a morning")).to_have_count(1)
    expect(field(page)).to_have_value("")
    assert len(anyone.call("GET", f"/images/{image_id}/comments").json()["items"]) == 1


def lose_the_answer(route: Route) -> None:
    """The comment arrives; what the server says to it does not."""
    if route.request.method == "POST":
        route.fetch()
        route.abort()
    else:
        route.continue_()


def test_an_owner_hides_a_comment_and_closes_the_rest(anyone: Visit, bert: Visit) -> None:
    image_id = anyone.adds_understood(title="lake", privacy="public")
    says(bert, image_id, "rude words")
    page = below(anyone.go(f"/images/{image_id}"))
    page.get_by_role("button", name=f"More about the comment by {bert.name}").click()
    page.get_by_role("button", name="Hide from others").click()
    expect(said(page, "rude words")).to_contain_text("hidden from others")
    page.get_by_role("button", name="Close comments").click()
    expect(page.get_by_text("Comments are closed.")).to_be_visible()
    expect(field(page)).to_have_count(0)
    keep(page, f"comments-closed-{width_of(anyone)}")
    assert barriers(page) == []
    page.get_by_role("button", name="Open comments").click()
    expect(field(page)).to_be_visible()


def test_visitors_read_may_report_and_are_asked_to_log_in(anyone: Visit, visitor: Visit) -> None:
    image_id = anyone.adds_understood(title="lake", privacy="public")
    says(anyone, image_id, "welcome")
    page = below(visitor.go(f"/images/{image_id}"))
    expect(said(page, "welcome")).to_be_visible()
    said(page, "welcome").get_by_role("button").click()
    expect(said(page, "welcome").get_by_role("button")).to_have_text(["", "Report"])
    page.get_by_role("link", name="Log in to comment").click()
    expect(page.get_by_label("Password")).to_be_visible()


def test_tab_reaches_every_comment(anna: Visit, site: Served) -> None:
    image_id = anna.adds_understood(title="lake", privacy="public")
    ids = fill(site, image_id, threads=2, each=7, deepest=6)
    page = below(anna.go(f"/images/{image_id}"))
    expect(comments(page)).to_have_count(len(ids))
    field(page).focus()
    assert set(ids) <= tabbed_through(page)


def tabbed_through(page: Page) -> set[str]:
    """The comments that Tab comes to until it leaves the page."""
    found: set[str] = set()
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        at: Any = page.evaluate(
            "document.activeElement?.closest('article[id^=comment-]')?.id ?? document.activeElement?.tagName"
        )
        if at in (None, "BODY"):
            break
        found.add(str(at).replace("comment-", ""))
    return found


def test_every_one_of_a_thousand_comments_is_reached(anna: Visit, site: Served) -> None:
    image_id = anna.adds_understood(title="lake", privacy="public")
    ids = fill(site, image_id, threads=20, each=49, deepest=6) + fill(site, image_id, threads=1, each=20, deepest=9)
    page = below(anna.go(f"/images/{image_id}"))
    expect(page.get_by_role("heading", name="1,000 comments")).to_be_visible()
    comments(page).first.wait_for()
    unfold(page)
    reached = set(page.evaluate(IDS))
    for address in page.get_by_role("link", name="Continue thread").evaluate_all("all => all.map(one => one.href)"):
        page.goto(address)
        page.locator("article[aria-current]").wait_for()
        unfold(page)
        reached |= set(page.evaluate(IDS))
    assert reached == set(ids)


def unfold(page: Page) -> None:
    """Press every button that shows more, until there is none."""
    more = page.get_by_role("button", name=re.compile("^Show more (replies|comments)$"))
    while (left := more.count()) > 0:
        before = comments(page).count()
        more.last.press("Enter")
        page.wait_for_function(
            "before => document.querySelectorAll('article[id^=comment-]').length > before", arg=before
        )
        assert left < 100


def test_moderators_read_what_a_comment_said_before(anyone: Visit, site: Served, visits: Callable[..., Visit]) -> None:
    image_id = anyone.adds_understood(title="lake", privacy="public")
    comment = says(anyone, image_id, "a rude word")
    anyone.call("PATCH", f"/comments/{comment}", data={"text": "a kind word"})
    ada = moderator(site, visits, width_of(anyone))
    page = below(ada.go(f"/images/{image_id}"))
    page.get_by_role("button", name=f"More about the comment by {anyone.name}").click()
    page.get_by_role("button", name="History").click()
    dialog = page.get_by_role("dialog", name="History")
    expect(dialog.get_by_role("list", name="History")).to_contain_text("a rude word")
    keep(page, f"comment-history-{width_of(anyone)}")
    assert barriers(page) == []
