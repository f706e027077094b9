"""Classes of one's own: made from ten pictures, found by, corrected, renamed, deleted; at both widths."""

import re
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.axe import barriers
from e2e.finding import chips, found, panel, results
from e2e.served import Served
from e2e.shots import keep
from e2e.visits import Visit, until
from tests.drawings import drawn

TEN = 10


def width_of(visit: Visit) -> str:
    return "phone" if visit.is_phone else "desktop"


def adds(visit: Visit, numbers: range, *, is_mug: bool = True) -> list[str]:
    """Pictures of a mug, or of a tree, that the models have read."""
    ids = [
        visit.adds(drawn(number, is_mug=is_mug), title=f"{'Mug' if is_mug else 'Tree'} {number}") for number in numbers
    ]
    until(lambda: read_of(visit, ids) == set(ids), f"{len(ids)} pictures are understood", seconds=120)
    return ids


def read_of(visit: Visit, ids: list[str]) -> set[str]:
    """Those of these pictures that the models have read, by one question."""
    items = visit.call("GET", f"/images?{urlencode({'ids': ids, 'limit': 100}, doseq=True)}").json()["items"]
    return {one["id"] for one in items if one["understanding"] == "ready"}


def makes(visit: Visit, name: str, ids: list[str]) -> str:
    return str(visit.call("POST", "/classes", data={"name": name, "ids": ids}).json()["id"])


def learnt(visit: Visit, name: str, numbers: range = range(TEN)) -> str:
    """The id of a class that is learnt from mugs."""
    class_id = makes(visit, name, adds(visit, numbers))
    until(lambda: visit.call("GET", f"/classes/{class_id}").json()["state"] == "ready", f"{name} is learnt")
    return class_id


def card(page: Page, name: str) -> Locator:
    return page.get_by_role("list", name="Own classes").get_by_role("article", name=name, exact=True)


def select(page: Page, titles: list[str]) -> None:
    """By key, as the marks show only under a pointer."""
    for title in titles:
        page.get_by_role("link", name=title, exact=True).focus()
        page.keyboard.press("x")


def says(page: Page, name: str, word: str) -> Locator:
    """The button on the page of a picture with which its owner says that it is of a class, or is not."""
    return page.get_by_role("button", name=f"It {word} “{name}”")


def test_a_class_made_from_ten_pictures_finds_the_next_ones_and_takes_a_correction(anyone: Visit) -> None:
    adds(anyone, range(TEN))
    width, page = width_of(anyone), anyone.go("/me/pictures")
    select(page, [f"Mug {number}" for number in range(TEN)])
    expect(page.get_by_text("10 selected")).to_be_visible()
    keep(page, f"class-selected-{width}")
    page.get_by_role("button", name="Own class").click()
    dialog = page.get_by_role("dialog", name="10 pictures as examples")
    dialog.get_by_role("button", name="Make the class").click()
    expect(dialog.get_by_label("Name")).to_be_focused()
    dialog.get_by_label("Name").fill("Our mug")
    expect(dialog.get_by_text("It is learnt at once")).to_be_visible()
    keep(page, f"class-making-{width}")
    assert barriers(page) == []
    dialog.get_by_role("button", name="Make the class").click()
    expect(page.get_by_text("“Our mug” is being learnt.")).to_be_visible()
    page.get_by_role("button", name="Show", exact=True).click()
    expect(card(page, "Our mug")).to_contain_text("Ready")
    expect(card(page, "Our mug")).to_contain_text("10 examples")
    expect(card(page, "Our mug")).to_contain_text(re.compile(r"In tests on pictures held back, \d+% right: .*reliable"))

    next_ones, trees = adds(anyone, range(20, 23)), adds(anyone, range(120, 122), is_mug=False)
    until(lambda: set(next_ones) <= found(anyone, own_class="Our mug"), "the next mugs are found")
    anyone.call("POST", f"/classes/{class_of(anyone)}/examples", data={"ids": trees, "positive": False})
    until(lambda: not set(trees) & found(anyone, own_class="Our mug"), "the trees are not")
    page = anyone.go("/classes")
    expect(card(page, "Our mug")).to_contain_text("13 pictures")
    expect(card(page, "Our mug").locator("img")).to_have_count(3)
    keep(page, f"class-list-{width}")
    card(page, "Our mug").get_by_role("link").click()
    expect(results(page)).to_have_count(13)
    expect(chips(page)).to_have_text(re.compile("Own class.*Our mug"))
    keep(page, f"class-found-{width}")
    takes_a_correction(anyone, next_ones[0])


def takes_a_correction(visit: Visit, image_id: str) -> None:
    page = visit.go(f"/images/{image_id}")
    expect(page.get_by_role("region", name="Own classes")).to_contain_text(re.compile(r"Our mug\s*\d+% sure"))
    says(page, "Our mug", "is not").scroll_into_view_if_needed()
    keep(page, f"class-picture-{width_of(visit)}")
    says(page, "Our mug", "is not").click()
    expect(says(page, "Our mug", "is not")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("region", name="Own classes")).to_contain_text("you say it is not")
    assert barriers(page) == []
    until(lambda: image_id not in found(visit, own_class="Our mug"), "what is none is not found")
    page = visit.go("/search?own_class=Our+mug")
    expect(results(page)).to_have_count(12)


def class_of(visit: Visit) -> str:
    """The id of the only class."""
    [only] = visit.call("GET", "/classes").json()["items"]
    return str(only["id"])


def test_with_fewer_than_ten_it_says_how_many_are_missing(anyone: Visit) -> None:
    adds(anyone, range(3))
    page = anyone.go("/me/pictures")
    select(page, ["Mug 0", "Mug 1"])
    page.get_by_role("button", name="Own class").click()
    dialog = page.get_by_role("dialog", name="2 pictures as examples")
    expect(dialog.get_by_role("status")).to_have_text("It is learnt from ten examples on; 8 more will be missing.")
    dialog.get_by_label("Name").fill("Cup")
    dialog.get_by_role("button", name="Make the class").click()
    expect(page.get_by_text("“Cup” is kept; 8 more examples are missing.")).to_be_visible()
    expect(dialog).to_be_hidden()
    expect(page.get_by_text("2 selected")).to_be_hidden()
    page = anyone.go("/me/pictures")
    select(page, ["Mug 2"])
    page.get_by_role("button", name="Own class").click()
    dialog = page.get_by_role("dialog", name="1 picture as example")
    dialog.get_by_label("Class").select_option("Cup")
    expect(dialog.get_by_role("status")).to_contain_text("7 more will be missing")
    dialog.get_by_label("are not of it").check()
    keep(page, f"class-adding-{width_of(anyone)}")
    assert barriers(page) == []
    dialog.get_by_role("button", name="Add").click()
    expect(dialog).to_be_hidden()
    page = anyone.go("/classes")
    expect(card(page, "Cup")).to_contain_text("8 more examples are missing.")
    expect(card(page, "Cup")).to_contain_text("2 examples · 1 counter-example")


def test_it_is_renamed_and_deleted(anyone: Visit) -> None:
    for name in ("Cup", "A name that is as long as a name can be, so that it must be broken somewhere " + "x" * 22):
        makes(anyone, name, [])
    anyone.watch.expect("status of 409")
    page = anyone.go("/classes")
    menu(page, "Cup", "Rename")
    dialog = page.get_by_role("dialog", name="Rename")
    makes(anyone, "Mug", [])
    dialog.get_by_label("Name").fill("Mug")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("You have a class of this name.")).to_be_visible()
    dialog.get_by_label("Name").fill("Beaker")
    dialog.get_by_role("button", name="Save").click()
    expect(card(page, "Beaker")).to_be_visible()
    card(page, "Beaker").get_by_role("button", name="More for “Beaker”").click()
    keep(page, f"class-menu-{width_of(anyone)}")
    assert barriers(page) == []
    card(page, "Beaker").get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete the class").click()
    expect(page.get_by_text("“Beaker” is deleted.")).to_be_visible()
    expect(card(page, "Beaker")).to_have_count(0)
    expect(card(page, "Mug")).to_be_visible()


def menu(page: Page, name: str, act: str) -> None:
    card(page, name).get_by_role("button", name=f"More for “{name}”").click()
    card(page, name).get_by_role("button", name=act).click()


def test_a_search_is_narrowed_to_a_class(anna: Visit) -> None:
    learnt(anna, "Mugs")
    until(lambda: len(found(anna, own_class="Mugs")) >= TEN, "the class is found by")
    anna.go("/search?scope=mine")
    panel(anna).get_by_role("checkbox", name=re.compile("^Mugs")).check()
    expect(chips(anna.page)).to_have_text(re.compile("Own class.*Mugs"))
    expect(anna.page.locator("main a[href*='/images/']")).to_have_count(TEN)
    chips(anna.page).get_by_role("button").click()
    expect(chips(anna.page)).to_have_count(0)


def test_a_list_that_fails_is_tried_again(anna: Visit) -> None:
    makes(anna, "Cup", [])
    anna.watch.expect("ERR_FAILED")
    anna.page.route(re.compile("/api/v1/classes"), lambda route: route.abort(), times=1)
    page = anna.go("/classes")
    expect(page.get_by_text("Your classes could not be loaded.")).to_be_visible()
    page.get_by_role("button", name="Try again").click()
    expect(card(page, "Cup")).to_be_visible()


@pytest.mark.parametrize(
    ("locale", "title", "empty", "teach"),
    [
        ("en-GB", "Own classes", "No own classes yet", "Own class"),
        ("zh-CN", "自定义类别", "还没有自定义类别", "自定义类别"),
        ("sv-SE", "Egna klasser", "Inga egna klasser än", "Egen klass"),
    ],
)
def test_in_each_language(
    site: Served, visits: Callable[..., Visit], locale: str, title: str, empty: str, teach: str
) -> None:
    somebody = visits(site, "phone", locale=locale)
    page = somebody.go("/classes")
    expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name=empty)).to_be_visible()
    keep(page, f"class-empty-{locale[:2]}")
    assert barriers(page) == []
    makes(somebody, "犬 hund", adds(somebody, range(2)))
    page = somebody.go("/me/pictures")
    select(page, ["Mug 0"])
    page.get_by_role("button", name=teach, exact=True).click()
    page.get_by_role("dialog").get_by_role("combobox").select_option("犬 hund")
    keep(page, f"class-adding-{locale[:2]}")
    page = somebody.go("/classes")
    expect(page.get_by_role("article", name="犬 hund")).to_be_visible()
    keep(page, f"class-list-{locale[:2]}")


def test_a_visitor_is_asked_to_log_in(visitor: Visit) -> None:
    page = visitor.go("/classes")
    expect(page).to_have_url(re.compile(r"/login\?next=/classes$"))
