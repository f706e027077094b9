"""A library of 10,000 pictures: few of them in the page, none of them late, each where it belongs."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from e2e.crowd import A_DAY, fill_library
from e2e.served import Served
from e2e.shots import keep
from e2e.visits import Visit, only_in_chromium, until, visit

COUNT = 10_000
MOST_PICTURES = 100
LONGEST_TASK_MS = 100
MOST_IN_A_MONTH = 31 * A_DAY


def test_scrolling_10000_pictures_keeps_few_in_the_page_and_no_task_long(library: Visit, browser: Browser) -> None:
    only_in_chromium(browser, "read how long tasks take the processor")
    page = opened(library)
    page.evaluate(BEGIN)
    browser.start_tracing(page=page, categories=["disabled-by-default-devtools.timeline"])
    page.mouse.move(700, 500)
    for _step in range(25):
        page.mouse.wheel(0, 700)
        page.evaluate("new Promise(requestAnimationFrame)")
    tasks = processor_ms_of_tasks(browser.stop_tracing())
    seen = page.evaluate("window.seen")
    assert seen["frames"] > 20
    assert seen["mostPictures"] <= MOST_PICTURES
    assert len(tasks) > 25
    assert max(tasks) <= LONGEST_TASK_MS


def processor_ms_of_tasks(trace: bytes) -> list[float]:
    """Of all threads of the page. Processor time, because a busy machine makes every task longer by the clock."""
    events = json.loads(trace)["traceEvents"]
    return [event.get("tdur", 0) / 1000 for event in events if event["name"] == "RunTask"]


@pytest.mark.parametrize("share", [0, 0.5, 1])
def test_the_right_pictures_are_at_the_beginning_the_middle_and_the_end(
    library: Visit, titles: dict[str, str], share: float
) -> None:
    page = opened(library)
    page.evaluate(BEGIN)
    page.evaluate(f"window.scrollTo(0, {share} * (document.documentElement.scrollHeight - innerHeight))")
    shown = tiles_in_view(page)
    ids = list(titles)
    start = ids.index(shown[0][0])
    assert [image_id for image_id, _ in shown] == ids[start : start + len(shown)]
    assert [title for _, title in shown] == [titles[image_id] for image_id, _ in shown]
    assert abs(start - share * (COUNT - len(shown))) < COUNT / 20
    assert page.evaluate("window.seen.mostPictures") <= MOST_PICTURES
    keep(page, f"large-library-{share}")


def test_the_rail_of_dates_jumps_to_a_month(library: Visit) -> None:
    page = opened(library)
    rail = page.get_by_role("slider", name="Jump to a month")
    rail.focus()
    before = rail.get_attribute("aria-valuetext")
    rail.press("PageDown")
    expect(rail).not_to_have_attribute("aria-valuetext", before or "")
    month = rail.get_attribute("aria-valuetext") or ""
    expect(page.get_by_role("heading", name=month).first).to_be_in_viewport()
    rail.press("End")
    expect(rail).to_have_attribute("aria-valuenow", rail.get_attribute("aria-valuemax") or "")
    assert int(tiles_in_view(page)[-1][1]) > COUNT - MOST_IN_A_MONTH


def test_a_press_on_the_rail_jumps_as_far_as_it_lies(library: Visit) -> None:
    page = opened(library)
    box = page.get_by_role("slider", name="Jump to a month").bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    until(lambda: abs(int(tiles_in_view(page)[0][1]) - COUNT / 2) < COUNT / 20, "the middle is shown")


def test_coming_back_from_a_picture_finds_the_same_place(library: Visit) -> None:
    page = opened(library)
    page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight / 3)")
    image_id, title = tiles_in_view(page)[0]
    page.locator(f"[data-id='{image_id}']").click()
    expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()
    page.go_back()
    expect(page.locator(f"[data-id='{image_id}']")).to_be_in_viewport()


def test_leafing_goes_through_the_library_in_its_order(library: Visit, titles: dict[str, str]) -> None:
    page = opened(library)
    page.get_by_role("link", name="5", exact=True).click()
    expect(page.get_by_role("heading", name="5", exact=True)).to_be_visible()
    for title in ("6", "7"):
        page.keyboard.press("ArrowRight")
        expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("heading", name="6", exact=True)).to_be_visible()


BEGIN = """() => {
  const seen = (window.seen = { frames: 0, mostPictures: 0 });
  const look = () => {
    seen.frames += 1;
    seen.mostPictures = Math.max(seen.mostPictures, document.images.length);
    requestAnimationFrame(look);
  };
  look();
}"""

IN_VIEW = """() => [...document.querySelectorAll("main a[data-id]")]
  .filter(link => { const box = link.getBoundingClientRect(); return box.bottom > 120 && box.top < innerHeight; })
  .map(link => [link.dataset.id, link.getAttribute("aria-label"), link.querySelector("img")?.complete ?? false])"""


@pytest.fixture(scope="module")
def owner(site: Served, browser: Browser) -> Iterator[Visit]:
    """Whose library it is; logged in once for the whole file."""
    made = visit(browser, site, "desktop")
    made.registers()
    yield made
    made.context.close()


@pytest.fixture(scope="module")
def titles(owner: Visit) -> dict[str, str]:
    return fill_library(owner, COUNT)


@pytest.fixture
def library(owner: Visit, titles: dict[str, str]) -> Iterator[Visit]:
    owner.watch.faults.clear()
    yield owner
    assert owner.watch.unexpected() == []


def opened(library: Visit) -> Page:
    page = library.go("/me/pictures")
    expect(page.get_by_text("10,000 pictures")).to_be_visible()
    return page


def tiles_in_view(page: Page) -> list[tuple[str, str]]:
    """Id and title of what is seen, once all of it is drawn."""
    shown: list[list[object]] = []

    def is_drawn() -> bool:
        shown[:] = page.evaluate(IN_VIEW)
        return bool(shown) and all(is_complete for *_, is_complete in shown)

    until(is_drawn, "the pictures in view are drawn")
    return [(str(image_id), str(title)) for image_id, title, _ in shown]
