"""The desk of a project: a brief, library and web beside each other, taken and hidden by key, on both widths."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from e2e.axe import barriers
from e2e.conftest import opened_site
from e2e.served import READS_LITTLE, Served
from e2e.shots import keep
from e2e.visits import Visit
from tests.crawls.webs import Web, web
from tests.scenes import scene

BY = "<a rel='license' href='https://creativecommons.org/licenses/by/4.0/'>CC BY 4.0</a>"
A_CRAWL = 40_000
"""Milliseconds: a site is asked once a second."""


@pytest.fixture(scope="module")
def other() -> Iterator[Web]:
    """A site of somebody else with two cups."""
    with web() as one:
        for number in range(2):
            one.holds(f"/{number}.jpg", scene(number, size=(640, 420)))
        one.shows("/cups", f"<img src=0.jpg alt='A red cup'><img src=1.jpg alt='A blue cup'>{BY}")
        yield one


@pytest.fixture(scope="module")
def site(front_end: None, browser: Browser, other: Web, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder: Path = tmp_path_factory.mktemp("projects")
    with opened_site(browser, folder, **READS_LITTLE, PIXELS_FETCH_ALLOW=other.place) as served:
        yield served


def looks_well(page: Page, name: str) -> None:
    keep(page, name)
    assert barriers(page) == []


def column(visit: Visit, place: str) -> Locator:
    """On a phone it is switched to first."""
    if visit.is_phone:
        visit.page.get_by_role("group", name="Column").get_by_role("button", name=place, exact=True).click()
    return visit.page.get_by_role("region", name=f"From the {place.lower()}")


def cards(within: Locator) -> Locator:
    return within.locator("[data-reference]")


def test_a_brief_brings_pictures_of_library_and_web_that_are_taken_and_hidden(anyone: Visit, other: Web) -> None:
    for title in ("Cup one", "Cup two"):
        anyone.adds_understood(title=title, tags="cup", licence="CC BY 4.0", privacy="public")
    page = anyone.go("/me/projects")
    expect(page.get_by_text("No projects yet")).to_be_visible()
    page.get_by_label("Name of a new project").fill("Cups")
    page.get_by_role("button", name="New project").click()
    expect(page.get_by_role("heading", name="Cups")).to_be_visible()
    page.get_by_role("button", name="Edit brief").click()
    dialog = page.get_by_role("dialog", name="Brief")
    dialog.get_by_label("Words to look for").fill("cup, red")
    dialog.get_by_role("button", name="Add colour").click()
    looks_well(page, f"project-brief-{anyone.width}")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    project = page.url.rsplit("/", 1)[1]
    anyone.call("POST", "/crawls", data={"kind": "page", "url": f"{other.url}/cups", "project": project})
    library = column(anyone, "Library")
    expect(cards(library)).to_have_count(2, timeout=A_CRAWL)
    expect(cards(library).first).to_contain_text("word: cup")

    cards(library).first.get_by_role("button", name="Take").focus()
    page.keyboard.press("t")
    expect(cards(library).first.get_by_role("button", name="Taken")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("ArrowRight")
    expect(cards(library).last.get_by_role("button", name="Take")).to_be_focused()
    page.keyboard.press("h")
    expect(cards(library)).to_have_count(1)
    page.get_by_role("button", name="Undo").click()
    expect(cards(library)).to_have_count(2)
    takes_from_the_web(anyone)


def takes_from_the_web(visit: Visit) -> None:
    page = visit.page
    page.reload()
    found = column(visit, "Web")
    expect(found.get_by_text("Done")).to_be_visible(timeout=A_CRAWL)
    expect(cards(found).first).to_contain_text("A red cup")
    expect(cards(found).first).to_contain_text("CC BY 4.0")
    looks_well(page, f"project-desk-{visit.width}")
    page.get_by_role("button", name="Take: A red cup").click()
    expect(page.get_by_role("button", name="Taken: A red cup")).to_be_visible()
    found.get_by_role("button", name="Taken", exact=True).click()
    expect(cards(found)).to_have_count(1)
