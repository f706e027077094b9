"""A large file survives the end of its browser: it goes on where it was when the same file is chosen again."""

import os
import zipfile
from pathlib import Path

from playwright.sync_api import Page, Request, Route, expect

from e2e.visits import Visit
from tests.factories import picture

PIECE = 8_000_000
MEMBERS = 250 if os.environ.get("PIXELS_TEST_FULL") else 5
"""Files of a piece each: 2 GB, or 40 MB."""

MOST_TOLD = 100
PROMISED, MOST_IN_A_REQUEST = 0.55, 10_000_000
WAIT_SECONDS = 600 if os.environ.get("PIXELS_TEST_FULL") else 60


def archive(file: Path) -> Path:
    """Bytes that are nothing, whose sums are in the archive, and one picture in a folder."""
    with zipfile.ZipFile(file, "w") as out:
        for number in range(MEMBERS):
            out.writestr(f"{number}.bin", os.urandom(PIECE))
        out.writestr("Lake/a.jpg", picture())
    return file


def ends_at(page: Page, share: float, size: int) -> None:
    """The browser's page is gone while the request is under way that begins there."""

    def pass_on(route: Route) -> None:
        at = int(route.request.headers.get("upload-offset", "0"))
        if route.request.method == "PATCH" and at >= share * size:
            return  # it never gets there
        route.continue_()

    page.route("**/api/v1/uploads/*", pass_on)


def test_an_archive_goes_on_after_the_browser_was_closed_and_becomes_an_album(anna: Visit, tmp_path: Path) -> None:
    file = archive(tmp_path / "trip.zip")
    size, first = file.stat().st_size, anna.go("/upload")
    ends_at(first, 0.59, size)
    with first.expect_request(lambda sent: int(sent.headers.get("upload-offset", "0")) >= 0.59 * size):
        first.get_by_label("choose files").set_input_files(file)
    first.close(run_before_unload=False)

    anna.page = page = anna.context.new_page()
    pieces: list[Request] = []
    page.on("request", lambda sent: pieces.append(sent) if sent.method == "PATCH" else None)
    anna.go("/upload").get_by_label("choose files").set_input_files(file)
    panel = page.get_by_role("region", name="Imported archives")
    expect(panel).to_contain_text("1 picture · 1 new album", timeout=WAIT_SECONDS * 1000)
    expect(panel).to_contain_text(f"{MEMBERS} left out", timeout=WAIT_SECONDS * 1000)
    assert int(pieces[0].headers["upload-offset"]) >= PROMISED * size
    assert all(int(sent.all_headers()["content-length"]) <= MOST_IN_A_REQUEST for sent in pieces)
    panel.get_by_text(f"{MEMBERS} files became no pictures").click()
    expect(panel.get_by_text("It is no picture in a format that is taken.")).to_have_count(min(MEMBERS, MOST_TOLD))


def test_a_large_picture_comes_in_pieces_with_what_is_said_of_it(anna: Visit) -> None:
    page = anna.go("/upload")
    large = {"name": "dune.bmp", "mimeType": "image/bmp", "buffer": picture(size=(1800, 1700), format="bmp")}
    page.get_by_label("choose files").set_input_files([large])
    with page.expect_response(lambda answer: answer.request.method == "PATCH" and answer.status == 204):
        page.get_by_role("button", name="Upload 1 picture").click()
    expect(page.get_by_role("listitem").filter(has_text="dune.bmp").get_by_role("link", name="Show")).to_be_visible()
    [image_id] = anna.call("GET", "/me/timeline").json()["ids"]
    assert anna.image(image_id)["title"] == "dune"
