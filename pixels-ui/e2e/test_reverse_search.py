"""Searching by picture: chosen, dropped, pasted, one that is here; whole and by a box."""

import base64
import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.finding import a_word, wait_until_found
from e2e.served import Served
from e2e.shots import keep
from e2e.visits import Visit
from tests.scenes import scene

SIZE = (640, 480)


def adds_scene(visit: Visit, number: int, **told: str) -> str:
    """A picture that looks like no other; its title."""
    title = a_word()
    image_id = visit.adds_understood(scene(number, size=SIZE), title=title, **{"privacy": "public", **told})
    wait_until_found(visit, [image_id], q=title)
    return title


def starts_with(page: Page, number: int) -> None:
    page.get_by_role("button", name="Search by picture").click()
    sent = {"name": "mine.jpg", "mimeType": "image/jpeg", "buffer": scene(number, size=SIZE)}
    page.get_by_role("dialog", name="Search by picture").locator("input[type=file]").first.set_input_files(sent)


def match(page: Page, title: str, group: str = "Copies") -> Locator:
    return page.get_by_role("region", name=group).get_by_role("link", name=title)


@pytest.mark.parametrize("is_member", [True, False])
def test_a_file_finds_its_copy_for_members_and_visitors(
    anyone: Visit, site: Served, visits: Callable[..., Visit], is_member: bool
) -> None:
    title = adds_scene(anyone, 1000 + is_member)
    seeker = anyone if is_member else visits(site, "phone" if anyone.is_phone else "desktop", member=False)
    page = seeker.go("/")
    starts_with(page, 1000 + is_member)
    expect(page).to_have_url(re.compile("/search/picture/"))
    expect(match(page, title)).to_be_visible()
    expect(page.get_by_role("progressbar")).to_have_count(0)
    keep(page, f"reverse-{'phone' if seeker.is_phone else 'desktop'}")


def test_a_file_that_is_dropped_on_the_box_is_searched_by(anna: Visit) -> None:
    title = adds_scene(anna, 1010)
    page = anna.go("/upload")
    page.evaluate(DROP, base64.b64encode(scene(1010, size=SIZE)).decode())
    expect(match(page, title)).to_be_visible()


def test_a_picture_that_is_pasted_into_the_box_is_searched_by(anna: Visit) -> None:
    title = adds_scene(anna, 1015)
    page = anna.go("/")
    page.get_by_role("combobox", name="Search pictures").focus()
    page.evaluate(PASTE, base64.b64encode(scene(1015, size=SIZE)).decode())
    expect(match(page, title)).to_be_visible()


def test_a_picture_that_is_here_is_searched_by_with_a_key(anyone: Visit) -> None:
    title = adds_scene(anyone, 1020)
    page = anyone.go(f"/search?q={quote(title)}")
    page.get_by_role("article").get_by_role("link", name=title, exact=True).click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    page.keyboard.press("i")
    expect(page).to_have_url(re.compile(r"/search/picture/.*\?image="))
    expect(page.get_by_role("complementary", name="What was searched with").get_by_role("img").first).to_be_visible()
    expect(page.get_by_role("region")).not_to_have_count(0)


def test_a_box_that_is_drawn_is_searched_by(anna: Visit) -> None:
    adds_scene(anna, 1030)
    page = anna.go("/")
    starts_with(page, 1030)
    tool = page.get_by_role("application", name="Draw a box on the picture")
    expect(tool.get_by_role("img")).to_be_visible()
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    before = page.url
    draws(page, tool, (0.2, 0.2), (0.8, 0.9))
    with page.expect_response("**/api/v1/reverse-searches") as answer:
        page.get_by_role("button", name="Search in the box").click()
    expect(page).not_to_have_url(before)
    assert [round(share, 1) for share in box_of(anna, answer.value.json()["id"])] == [0.2, 0.2, 0.6, 0.7]
    expect(page.get_by_role("button", name="Whole picture")).to_be_visible()
    keep(page, "reverse-box")
    page.go_back()
    expect(page).to_have_url(before)
    expect(page.get_by_role("button", name="Whole picture")).to_have_count(0)


def test_a_box_is_made_by_keys_and_by_numbers(anna: Visit) -> None:
    title = adds_scene(anna, 1040)
    image_id = anna.call("GET", f"/search?q={title}").json()["items"][0]["id"]
    page = anna.go(f"/images/{image_id}")
    page.keyboard.press("i")
    tool = page.get_by_role("application", name="Draw a box on the picture")
    tool.focus()
    for key in ("ArrowLeft", "ArrowLeft", "Shift+ArrowDown"):
        page.keyboard.press(key)
    page.get_by_text("Box in numbers (percent)").click()
    numbers = page.get_by_role("group", name="Box in numbers")
    expect(numbers.get_by_label("Left")).to_have_value("23")
    expect(numbers.get_by_label("Height")).to_have_value("52")
    numbers.get_by_label("Width").fill("40")
    numbers.get_by_label("Width").press("Tab")
    with page.expect_response("**/api/v1/reverse-searches") as answer:
        page.get_by_role("button", name="Search in the box").click()
    assert [round(share, 2) for share in box_of(anna, answer.value.json()["id"])] == [0.23, 0.25, 0.4, 0.52]
    page.reload()
    expect(page.get_by_role("button", name="Whole picture")).to_be_visible()


def test_what_is_not_a_picture_is_said(anna: Visit) -> None:
    anna.watch.expect("status of 4(15|22)")
    page = anna.go("/")
    page.get_by_role("button", name="Search by picture").click()
    sent = {"name": "mine.jpg", "mimeType": "image/jpeg", "buffer": b"nothing of a picture"}
    page.get_by_role("dialog", name="Search by picture").locator("input[type=file]").first.set_input_files(sent)
    expect(page.get_by_text("This is not a picture in a format that Pixels takes")).to_be_visible()
    expect(page).not_to_have_url(re.compile("/search/picture/"))


def test_a_search_that_is_not_there_is_a_missing_page(visitor: Visit) -> None:
    visitor.watch.expect("status of 404")
    page = visitor.go("/search/picture/nothing")
    expect(page.get_by_role("heading", name="This page does not exist")).to_be_visible()


def test_what_is_alike_stands_below_a_picture_and_leads_on(anyone: Visit) -> None:
    title, other = adds_scene(anyone, 1050), adds_scene(anyone, 1051)
    image_id = anyone.call("GET", f"/search?q={title}").json()["items"][0]["id"]
    page = anyone.go(f"/images/{image_id}")
    strip = page.get_by_role("region", name="Similar")
    strip.scroll_into_view_if_needed()
    expect(strip.get_by_role("list").get_by_role("listitem").first).to_be_visible()
    expect(strip.get_by_role("link", name=other)).to_have_count(1)
    strip.get_by_role("list").get_by_role("link").first.click()
    expect(page).not_to_have_url(re.compile(image_id))
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(image_id))


def test_copies_are_listed_with_what_could_be_done(anyone: Visit) -> None:
    large = adds_scene(anyone, 1060, privacy="private")
    small = a_word()
    anyone.adds_understood(scene(1060, size=(320, 240)), title=small)
    page = anyone.go("/me/albums")
    page.get_by_role("navigation", name="Library").last.get_by_role("link", name="Copies").click()
    expect(page.get_by_role("heading", name="Copies", level=1)).to_be_visible()
    group = page.get_by_role("region").filter(has=page.get_by_role("link", name=large))
    expect(group.get_by_role("link", name=small)).to_be_visible()
    expect(group.get_by_text("Best shot: keep it")).to_have_count(1)
    expect(group).to_contain_text("640 × 480")


def box_of(visit: Visit, search_id: str) -> list[float]:
    box: list[float] = visit.call("GET", f"/reverse-searches/{search_id}").json()["box"]
    return box


def draws(page: Page, tool: Locator, start: tuple[float, float], end: tuple[float, float]) -> None:
    area = tool.bounding_box()
    assert area is not None
    points = [(area["x"] + x * area["width"], area["y"] + y * area["height"]) for x, y in (start, end)]
    page.mouse.move(*points[0])
    page.mouse.down()
    page.mouse.move(*points[1], steps=5)
    page.mouse.up()


CARRIED = """
  const bytes = Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
  const carried = new DataTransfer();
  carried.items.add(new File([bytes], "mine.jpg", { type: "image/jpeg" }));
  const field = document.querySelector("header form[role=search] input");
"""
DROP = f"""text => {{{CARRIED}
  for (const kind of ["dragenter", "dragover", "drop"])
    field.dispatchEvent(new DragEvent(kind, {{ bubbles: true, cancelable: true, dataTransfer: carried }}));
}}"""
PASTE = f"""text => {{{CARRIED}
  field.dispatchEvent(new ClipboardEvent("paste", {{ bubbles: true, cancelable: true, clipboardData: carried }}));
}}"""
