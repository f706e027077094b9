"""The tray: hundreds of files of which some are broken, what is here already, cancelling and trying again."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.served import READS_LITTLE, Served, serving
from e2e.visits import Visit, only_in_chromium
from tests.factories import picture

MOST_SECONDS = 300
"""Beside other tests on the same machine."""

MOST_PICTURES = 100


@pytest.fixture
def own_site(front_end: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("many"), **READS_LITTLE) as served:
        yield served


@pytest.mark.timeout(600)
def test_of_500_files_one_is_removed_3_say_why_and_496_land(
    own_site: Served, visits: Callable[..., Visit], tmp_path: Path
) -> None:
    """On a site of its own, since the worker is at it for a while; no model reads what was sent."""
    anna = visits(own_site, member=False)
    anna.follows_the_link()
    anna.call("PATCH", "/me", data={"understanding": False})
    anna.watch.expect("status of 4(15|22)")
    page = anna.go("/upload")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.url.endswith("/images") else None)
    page.get_by_label("choose files").set_input_files(mixed_files(tmp_path))
    expect(rows(page)).to_have_count(500)
    expect(rows(page).get_by_text("Being looked at")).to_have_count(0, timeout=60_000)
    assert sent == []
    assert pictures_in(page) <= MOST_PICTURES
    page.get_by_role("button", name="Remove 007.jpg").click()
    page.get_by_role("button", name="Upload 499 pictures").click()
    expect(page.get_by_text("496 of 499 uploaded, 3 could not be.")).to_be_attached(timeout=MOST_SECONDS * 1000)
    for name, why in REASONS.items():
        expect(row(page, name)).to_contain_text(why)
    assert pictures_in(page) <= MOST_PICTURES
    assert anna.call("GET", "/me/timeline").json()["count"] == 496


def test_every_file_that_can_be_drawn_has_a_preview_before_it_is_sent(anna: Visit) -> None:
    page = anna.go("/upload")
    choose(page, *(f"{number}.jpg" for number in range(4)))
    for number in range(4):
        shown = row(page, f"{number}.jpg").locator("img")
        expect(shown).to_be_visible()
        assert str(shown.get_attribute("src")).startswith("blob:")


@pytest.mark.parametrize("event", ["drop", "paste"])
def test_dropped_and_pasted_files_are_listed_too(anna: Visit, event: str) -> None:
    page = anna.go("/upload")
    page.evaluate(GIVE, [event, list(picture())])
    expect(row(page, "given.jpg").locator("img")).to_be_visible()


def test_a_file_sent_before_is_marked_as_already_here_and_opens_the_one_here(anna: Visit) -> None:
    known = picture()
    image_id = anna.adds(known, title="lake")
    page = anna.go("/upload")
    page.get_by_label("choose files").set_input_files([as_file("again.jpg", known), as_file("new.jpg", picture())])
    expect(row(page, "again.jpg")).to_contain_text("Already in your library, is not sent again")
    expect(page.get_by_role("button", name="Upload 1 picture")).to_be_visible()
    row(page, "again.jpg").get_by_role("link", name="Show the one here").click()
    expect(page.get_by_role("heading", name="lake")).to_be_visible()
    assert page.url.endswith(image_id)


def test_a_file_under_way_is_cancelled_and_sent_again(anna: Visit) -> None:
    page = anna.go("/upload")
    choose(page, "slow.jpg")
    slow_down(page, bytes_a_second=1500)
    page.get_by_role("button", name="Upload 1 picture").click()
    page.get_by_role("button", name="Cancel slow.jpg").click()
    expect(row(page, "slow.jpg")).to_contain_text("Cancelled")
    slow_down(page, bytes_a_second=-1)
    row(page, "slow.jpg").get_by_role("button", name="Try again").click()
    expect(row(page, "slow.jpg").get_by_role("link", name="Show")).to_be_visible()
    assert anna.call("GET", "/me/timeline").json()["count"] == 1


def test_a_broken_connection_is_tried_again_without_storing_twice(anna: Visit) -> None:
    anna.watch.expect("ERR_CONNECTION_RESET")
    page = anna.go("/upload")
    page.route("**/api/v1/images", lambda route: (route.fetch(), route.abort("connectionreset")), times=1)
    choose(page, "lake.jpg")
    page.get_by_role("button", name="Upload 1 picture").click()
    expect(row(page, "lake.jpg")).to_contain_text("The connection broke")
    page.get_by_role("button", name="Try 1 again").click()
    expect(row(page, "lake.jpg").get_by_role("link", name="Show")).to_be_visible()
    assert anna.call("GET", "/me/timeline").json()["count"] == 1


def test_what_is_said_for_all_and_for_one_goes_with_the_pictures(anna: Visit) -> None:
    page = anna.go("/upload")
    choose(page, "lake.jpg", "hill.jpg")
    page.get_by_role("region", name="For all 2 pictures").get_by_label("Author").fill("Anna")
    page.get_by_role("button", name="Details of hill.jpg").click()
    page.get_by_role("group", name="Details of hill.jpg").get_by_label("Title").fill("The hill")
    page.get_by_role("button", name="Upload 2 pictures").click()
    expect(page.get_by_role("link", name="Show", exact=True)).to_have_count(2)
    ids = anna.call("GET", "/me/timeline").json()["ids"]
    found = {(image["title"], image["author"]) for image in map(anna.image, ids)}
    assert found == {("lake", "Anna"), ("The hill", "Anna")}


GIVE = """([event, bytes]) => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([new Uint8Array(bytes)], "given.jpg", { type: "image/jpeg" }));
  const happened = event === "drop"
    ? new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true })
    : new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true, cancelable: true });
  document.body.dispatchEvent(happened);
}"""

REASONS = {
    "text.jpg": "This is not a picture in a format that Pixels takes",
    "short.jpg": "The picture is cut short: its file ends too early.",
    "nothing.jpg": "The file is empty.",
}


def mixed_files(folder: Path) -> list[Path]:
    """497 pictures, JPEG and PNG in turn, and three broken ones between them."""
    for number in range(497):
        kind = "png" if number % 2 == 0 else "jpg"
        format = {"png": "png", "jpg": "jpeg"}[kind]
        (folder / f"{number:03}.{kind}").write_bytes(picture(size=(160, 120), format=format))
    (folder / "text.jpg").write_text("This is a text.\n" * 50)
    (folder / "short.jpg").write_bytes(picture()[:24])
    (folder / "nothing.jpg").touch()
    return sorted(folder.iterdir())


def choose(page: Page, *names: str) -> None:
    page.get_by_label("choose files").set_input_files([as_file(name, picture()) for name in names])


def as_file(name: str, content: bytes) -> dict[str, object]:
    return {"name": name, "mimeType": "image/jpeg", "buffer": content}


def slow_down(page: Page, *, bytes_a_second: int) -> None:
    """What leaves the page; -1 lifts it."""
    conditions = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": bytes_a_second}
    only_in_chromium(page.context.browser, "slow the network down")
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", conditions)


def rows(page: Page) -> Locator:
    return page.get_by_role("list", name="Files to upload").locator(":scope > li")


def row(page: Page, name: str) -> Locator:
    return rows(page).filter(has_text=name)


def pictures_in(page: Page) -> int:
    return page.locator("img").count()
