"""Colours before and behind: said in words, chosen in the panel, told on the page of a picture."""

import io
import re
from dataclasses import dataclass

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from e2e.axe import barriers
from e2e.finding import a_word, chips, close_panel, panel, results, wait_until_found
from e2e.served import Served
from e2e.shots import keep
from e2e.visits import Visit

RED, WHITE = (200, 25, 25), (250, 250, 250)


def disc(thing: tuple[int, int, int], ground: tuple[int, int, int]) -> bytes:
    drawn = Image.new("RGB", (640, 420), ground)
    ImageDraw.Draw(drawn).ellipse([190, 80, 450, 340], fill=thing)
    out = io.BytesIO()
    drawn.save(out, "png")
    return out.getvalue()


@dataclass
class Two:
    """A red disc on white and a white one on red, with a tag that nothing else has."""

    word: str
    red: str
    white: str


@pytest.fixture
def site(reading_site: Served) -> Served:
    return reading_site


@pytest.fixture
def two(anyone: Visit) -> Two:
    word = a_word()
    told = {"privacy": "public", "tags": word}
    red = anyone.adds_understood(disc(RED, WHITE), title=f"{word} sun", **told)
    white = anyone.adds_understood(disc(WHITE, RED), title=f"{word} moon", **told)
    wait_until_found(anyone, [red], tag=word, colour="red@foreground")
    wait_until_found(anyone, [white], tag=word, colour="red@background")
    return Two(word, red, white)


def shoot(visit: Visit, name: str) -> None:
    keep(visit.page, f"{name}-{'phone' if visit.is_phone else 'desktop'}")


def labels(page: Page) -> list[str]:
    return page.locator(".chip__label").all_inner_texts()


@pytest.mark.parametrize("q", ["red on white, wide", "röd på vitt, liggande", "白底红色，横图"])
def test_red_on_white_is_understood_in_each_language(anyone: Visit, two: Two, q: str) -> None:
    page = anyone.go(f"/search?q={q}&tag={two.word}")
    expect(results(page)).to_have_count(1)
    expect(results(page).get_by_role("img", name=f"{two.word} sun")).to_be_visible()
    assert {"red in the foreground", "white in the background", "wide"} <= set(labels(page))
    page.get_by_role("button", name="Remove “red in the foreground”").click()
    expect(chips(page)).to_have_count(3)
    assert barriers(page) == []


def test_where_a_colour_lies_is_chosen_in_the_panel(anyone: Visit, two: Two) -> None:
    page = anyone.go(f"/search?tag={two.word}&colour=red")
    expect(results(page)).to_have_count(2)
    where = panel(anyone).get_by_label("Where red is to be")
    where.select_option("In the background")
    expect(page).to_have_url(re.compile("colour=red(@|%40)background"))
    close_panel(anyone)
    expect(results(page)).to_have_count(1)
    expect(results(page).get_by_role("img", name=f"{two.word} moon")).to_be_visible()
    assert "red in the background" in labels(page)
    beside = panel(anyone)
    beside.get_by_label("Where red is to be").focus()
    shoot(anyone, "colour-panel")
    assert barriers(page) == []


def test_a_picture_tells_its_colours_before_and_behind(anyone: Visit, two: Two) -> None:
    page = anyone.go(f"/images/{two.red}")
    behind = page.get_by_role("list", name="Background").get_by_role("link")
    expect(behind.first).to_have_accessible_name(re.compile(r"^Search for #f[0-9a-f]{5} \(\d+"))
    behind.first.scroll_into_view_if_needed()
    shoot(anyone, "colour-picture")
    assert barriers(page) == []
    page.get_by_role("list", name="Foreground").get_by_role("link").first.click()
    expect(page).to_have_url(re.compile(r"/search\?colour=(%23|#)c[0-9a-f]{5}(@|%40)foreground"))
    expect(results(page).get_by_role("img", name=f"{two.word} sun")).to_be_visible()
