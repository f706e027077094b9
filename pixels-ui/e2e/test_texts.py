"""The writing in a picture: found by a word in it, marked where it stands, shown beside it, and copied."""

import io

import pytest
from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Locator, Page, expect

from e2e.axe import barriers
from e2e.finding import results, wait_until_found
from e2e.served import Served
from e2e.shots import keep
from e2e.visits import Visit

LINES = ("Grand Hotel", "Ticket No. 48213", "open 8 to 17")


def sign() -> bytes:
    """A sign with lines that nothing else has."""
    drawn = Image.new("RGB", (900, 420), (246, 240, 222))
    for number, line in enumerate(LINES):
        place = (70, 50 + 110 * number)
        ImageDraw.Draw(drawn).text(place, line, fill=(30, 40, 80), font=ImageFont.load_default(60))
    out = io.BytesIO()
    drawn.save(out, "png")
    return out.getvalue()


def marks(page: Page) -> Locator:
    return page.locator(".written polygon")


@pytest.fixture
def site(reading_site: Served) -> Served:
    return reading_site


@pytest.fixture
def shown(anyone: Visit) -> Page:
    """A picture of a sign, open from a search for a number that stands on it."""
    image_id = anyone.adds_understood(sign(), title="Entrance", privacy="public")
    wait_until_found(anyone, [image_id], q="48213")
    page = anyone.go("/search?q=48213")
    results(page).get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="Text in the picture")).to_be_visible()
    return page


def test_the_line_that_was_searched_for_is_marked_on_the_picture(shown: Page, anyone: Visit) -> None:
    expect(marks(shown)).to_have_count(1)
    frame = shown.locator(".booth__frame").bounding_box()
    mark = marks(shown).bounding_box()
    assert frame is not None
    assert mark is not None
    assert 0.3 < (mark["y"] + mark["height"] / 2 - frame["y"]) / frame["height"] < 0.6
    assert barriers(shown) == []
    keep(shown, f"text-{'phone' if anyone.is_phone else 'desktop'}")


def test_all_lines_are_shown_where_they_stand(shown: Page) -> None:
    part = shown.get_by_role("region", name="Text in the picture")
    expect(part.get_by_role("listitem")).to_have_text(list(LINES))
    part.get_by_role("checkbox", name="Show where it stands").check()
    expect(marks(shown)).to_have_count(len(LINES))
