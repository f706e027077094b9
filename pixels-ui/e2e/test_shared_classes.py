"""Classes that are shared: with whom, what they find with them, what they see, and how it ends; at both widths."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from e2e.axe import barriers
from e2e.finding import found
from e2e.served import Served
from e2e.shots import keep
from e2e.test_own_classes import adds, card, learnt, makes, menu, width_of
from e2e.visits import Visit, until


@pytest.fixture
def two(anyone: Visit, site: Served, visits: Callable[..., Visit]) -> tuple[Visit, Visit]:
    """Somebody, and somebody else at the same width."""
    return anyone, visits(site, "phone" if anyone.is_phone else "desktop")


def shares(page: Page, name: str, receiver: str) -> None:
    menu(page, name, "Share…")
    dialog = page.get_by_role("dialog", name=f"Share “{name}”")
    expect(dialog.get_by_label("Who")).to_be_focused()
    dialog.get_by_label("Who").fill(receiver)
    dialog.get_by_role("button", name="Share", exact=True).click()
    expect(dialog.get_by_role("list", name="Shared with")).to_contain_text(receiver)


def test_a_shared_class_finds_pictures_of_who_is_given_it_until_it_is_withdrawn(two: tuple[Visit, Visit]) -> None:
    anna, bert = two
    class_id, theirs = learnt(anna, "Our mug"), adds(bert, range(30, 33))
    page = anna.go("/classes")
    shares(page, "Our mug", bert.name)
    keep(page, f"class-sharing-{width_of(anna)}")
    assert barriers(page) == []
    page.get_by_role("dialog").get_by_role("button", name="Close").last.click()
    expect(card(page, "Our mug")).to_contain_text("10 examples · shared with 1 person")
    until(lambda: set(theirs) <= found(bert, own_class="Our mug"), "Bert's mugs are found by Anna's class")
    other = bert.go("/classes")
    expect(card(other, "Our mug")).to_contain_text(f"Shared by {anna.name}")
    expect(card(other, "Our mug")).to_contain_text("3 pictures")
    keep(other, f"class-shared-{width_of(bert)}")
    assert barriers(other) == []
    other = bert.go(f"/images/{theirs[0]}")
    region = other.get_by_role("region", name="Own classes")
    expect(region).to_contain_text(f"Shared by {anna.name}")
    expect(region.get_by_role("button", name="It is “Our mug”")).to_have_count(0)
    region.scroll_into_view_if_needed()
    keep(other, f"class-shared-picture-{width_of(bert)}")

    menu(page, "Our mug", "Share…")
    page.get_by_role("button", name=f"Share no more with {bert.name}").click()
    expect(page.get_by_text("Shared with nobody.")).to_be_visible()
    other = bert.go("/classes")
    expect(other.get_by_text("No own classes yet")).to_be_visible()
    assert found(bert, own_class=class_id) == set()


def test_examples_are_shown_to_those_only_who_are_let(two: tuple[Visit, Visit]) -> None:
    anna, bert = two
    shown = anna.adds_understood(title="open", privacy="public")
    makes(anna, "Cup", [shown, anna.adds(title="closed", privacy="private")])
    page = anna.go("/classes")
    shares(page, "Cup", bert.name)
    other = bert.go("/classes")
    card(other, "Cup").get_by_role("button", name="More for “Cup”").click()
    expect(card(other, "Cup").get_by_role("button", name="Don’t use")).to_be_visible()
    expect(card(other, "Cup").get_by_role("button", name="Examples")).to_have_count(0)
    page.get_by_label(f"Show the examples to {bert.name}").check()
    expect(page.get_by_label(f"Show the examples to {bert.name}")).to_be_checked()
    page.get_by_role("dialog").get_by_role("button", name="Close").last.click()
    menu(page, "Cup", "Examples")
    expect(page.get_by_role("list", name="Examples").get_by_role("link")).to_have_count(2)
    other = bert.go("/classes")
    menu(other, "Cup", "Examples")
    expect(other.get_by_role("list", name="Examples").get_by_role("link")).to_have_count(1)
    keep(other, f"class-examples-{width_of(bert)}")
    assert barriers(other) == []


def test_one_may_do_without_a_shared_class(two: tuple[Visit, Visit]) -> None:
    anna, bert = two
    class_id = makes(anna, "Cup", [])
    anna.call("PUT", f"/classes/{class_id}/shares/{bert.name}", data={})
    page = bert.go("/classes")
    menu(page, "Cup", "Don’t use")
    dialog = page.get_by_role("dialog", name="Use “Cup” no more?")
    expect(dialog).to_be_visible()
    keep(page, f"class-leaving-{width_of(bert)}")
    dialog.get_by_role("button", name="Don’t use it").click()
    expect(page.get_by_text("“Cup” is used no more.")).to_be_visible()
    expect(card(page, "Cup")).to_have_count(0)
    assert anna.call("GET", f"/classes/{class_id}").json()["shares"] == 0


def test_somebody_who_is_not_there_is_said_to_be_nobody(anyone: Visit) -> None:
    makes(anyone, "Cup", [])
    anyone.watch.expect("status of 404")
    page = anyone.go("/classes")
    menu(page, "Cup", "Share…")
    dialog = page.get_by_role("dialog", name="Share “Cup”")
    dialog.get_by_role("button", name="Share", exact=True).click()
    expect(dialog.get_by_label("Who")).to_be_focused()
    dialog.get_by_label("Who").fill("nobody-here")
    dialog.get_by_role("button", name="Share", exact=True).click()
    expect(dialog.get_by_role("alert")).to_have_text("There is nobody of this name.")
    expect(dialog.get_by_text("Shared with nobody.")).to_be_visible()


@pytest.mark.parametrize(
    ("locale", "share", "title"),
    [("zh-CN", "共享…", "共享“Mugg”"), ("sv-SE", "Dela…", "Dela ”Mugg”")],
)
def test_in_each_language(site: Served, visits: Callable[..., Visit], locale: str, share: str, title: str) -> None:
    somebody, other = visits(site, "phone", locale=locale), visits(site, "phone", locale=locale)
    class_id = makes(somebody, "Mugg", [])
    somebody.call("PUT", f"/classes/{class_id}/shares/{other.name}", data={"examples": True})
    page = somebody.go("/classes")
    page.get_by_role("article", name="Mugg").locator("summary, [aria-haspopup], .saved__acts button").first.click()
    page.get_by_role("button", name=share).click()
    dialog = page.get_by_role("dialog", name=title)
    expect(dialog).to_contain_text(other.name)
    somebody.page.emulate_media(color_scheme="dark")
    keep(page, f"class-sharing-{locale[:2]}")
    assert barriers(page) == []
    page = other.go("/classes")
    expect(page.get_by_role("article", name="Mugg")).to_contain_text(somebody.name)
    keep(page, f"class-shared-{locale[:2]}")
