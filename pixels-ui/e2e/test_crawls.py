"""Pictures of a page of the web: looked for, chosen, saved, and where they come from; what gives none says so."""

import re
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
from tests.scenes import drawn, encoded, scene

BY = "Photo: <a rel='license' href='https://creativecommons.org/licenses/by/4.0/'>CC BY 4.0</a>"
PICTURES = "<img src=dune.jpg alt='Dune grass'><img src=boat.jpg alt='A boat'><img src=closed/cat.jpg alt='A cat'>"
A_CRAWL = 40_000
"""Milliseconds: a site is asked once a second."""


@pytest.fixture(scope="module")
def other() -> Iterator[Web]:
    """A site of somebody else, with three pictures, one of which programs may not fetch."""
    with web() as one:
        one.holds("/dune.jpg", scene(1, size=(640, 420)))
        one.holds("/boat.jpg", scene(2, size=(420, 640)))
        one.wishes("User-agent: *\nDisallow: /closed/")
        pictures = (
            "<img src=dune.jpg alt='Dune grass'><img src=boat.jpg alt='A boat'><img src=closed/cat.jpg alt='A cat'>"
        )
        one.shows("/album", f"{pictures}<p>{BY}</p>")
        one.shows("/words", "<p>Nothing but words.</p>")
        one.holds("/shell.jpg", scene(4, size=(500, 400)))
        one.shows("/shells", "<img src=shell.jpg alt='A shell'>")
        yield one


@pytest.fixture(scope="module")
def site(front_end: None, browser: Browser, other: Web, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A site that may ask the other one, though it is on loopback."""
    folder: Path = tmp_path_factory.mktemp("crawls")
    with opened_site(browser, folder, **READS_LITTLE, PIXELS_FETCH_ALLOW=other.place) as served:
        yield served


def look_at(page: Page, url: str) -> None:
    page.get_by_label("Address of a page, or words").fill(url)
    page.get_by_role("button", name="Look for pictures").click()


def found(page: Page) -> Locator:
    return page.get_by_role("list", name="Pictures that were found").get_by_role("listitem")


def told(page: Page, parts: str) -> None:
    """Wait until the bar says this, which is where it is about to stay."""
    progress = page.get_by_role("region", name="How far it is")
    expect(progress.get_by_text("Done", exact=True)).to_be_visible(timeout=A_CRAWL)
    expect(progress.get_by_role("img", name=parts)).to_be_visible(timeout=A_CRAWL)


def looks_well(page: Page, name: str) -> None:
    keep(page, name)
    assert barriers(page) == []


def test_pictures_of_a_page_are_found_saved_and_say_where_they_come_from(anyone: Visit, other: Web) -> None:
    album = anyone.call("POST", "/albums", data={"title": "References", "category": "other"}).json()["id"]
    page = anyone.go("/upload")
    page.get_by_role("main").get_by_role("link", name="From the web").click()
    expect(page.get_by_text("Nothing looked for yet")).to_be_visible()
    looks_well(page, f"crawls-empty-{anyone.width}")
    look_at(page, f"{other.url}/album")
    expect(found(page)).to_have_count(2, timeout=A_CRAWL)
    told(page, "2 to look at, 1 refused")
    page.get_by_text("1 address refused: which and why").click()
    expect(page.get_by_text("The site does not want this to be fetched (robots.txt).")).to_be_visible()
    expect(found(page).filter(has_text="A boat")).to_contain_text(re.compile("420 × 640.*CC BY 4.0 · with credit"))
    looks_well(page, f"crawl-found-{anyone.width}")

    page.get_by_role("checkbox", name="Select: Dune grass").press("Space")
    page.get_by_label("Album").select_option(label="References")
    looks_well(page, f"crawl-chosen-{anyone.width}")
    page.get_by_role("button", name="Save 1 picture").click()
    told(page, "1 saved, 1 to look at, 1 refused")
    dune = found(page).filter(has_text="Dune grass")
    expect(dune.get_by_text("Saved", exact=True)).to_be_visible()
    looks_well(page, f"crawl-saved-{anyone.width}")
    dune.get_by_role("link", name="Show in the library").click()
    expect(page.get_by_role("main").get_by_role("link", name="References")).to_be_visible()
    assert [one["title"] for one in anyone.call("GET", f"/albums/{album}/images").json()["items"]] == ["Dune grass"]
    says_where_it_comes_from(page, other, f"provenance-{anyone.width}")


def says_where_it_comes_from(page: Page, other: Web, name: str) -> None:
    origin = page.get_by_role("region", name="Where it comes from")
    source = origin.get_by_role("link", name=f"{other.place}/album")
    expect(source).to_have_attribute("rel", "noopener nofollow noreferrer")
    expect(origin.get_by_text("The record is whole: 1 line")).to_be_visible()
    origin.get_by_text("Proof of the licence").click()
    expect(origin.get_by_role("blockquote")).to_contain_text("CC BY 4.0")
    origin.scroll_into_view_if_needed()
    looks_well(page, name)
    origin.get_by_role("link", name="The search that found it").click()
    expect(found(page).filter(has_text="Saved")).to_have_count(1)


def test_what_gives_no_pictures_says_so_and_a_search_is_ended_after_a_question(anna: Visit, other: Web) -> None:
    page = anna.go("/me/crawls")
    look_at(page, "example.org")
    expect(page.get_by_text("An address begins with https:// or http:// and names a site.")).to_be_visible()
    expect(page.get_by_label("Address of a page, or words")).to_be_focused()
    look_at(page, f"{other.url}/words")
    expect(page.get_by_text("No pictures were found")).to_be_visible(timeout=A_CRAWL)
    looks_well(page, "crawl-nothing-desktop")
    page.get_by_role("link", name="Look at another page").click()
    look_at(page, "http://127.0.0.1:9/")
    expect(page.get_by_text("The page could not be read")).to_be_visible(timeout=A_CRAWL)
    expect(page.get_by_role("main").get_by_text("This address cannot be reached from here.").last).to_be_visible()

    page.goto(f"{anna.site.address}/me/crawls")
    look_at(page, f"{other.url}/album")
    page.get_by_role("button", name="End", exact=True).click()
    dialog = page.get_by_role("dialog", name="End this search?")
    expect(dialog.get_by_role("button", name="Not now")).to_be_focused()
    keep(page, "crawl-end-desktop")
    dialog.get_by_role("button", name="End", exact=True).click()
    expect(page.get_by_role("region", name="How far it is").get_by_text("Ended", exact=True)).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="Pictures from the web").click()
    expect(page.get_by_role("listitem").filter(has_text=f"{other.place}/words")).to_contain_text("Done")
    looks_well(page, "crawls-list-desktop")


def test_what_is_like_a_picture_is_looked_for_from_its_page(anna: Visit, other: Web) -> None:
    """Nothing outside is reached here: of what an earlier search has found, what is alike comes first."""
    page = anna.go("/me/crawls")
    look_at(page, f"{other.url}/album")
    expect(found(page)).to_have_count(2, timeout=A_CRAWL)
    image = anna.adds_understood(encoded(drawn(2, size=(210, 320)), quality=60), title="A boat like dune grass")
    page.goto(f"{anna.site.address}/images/{image}")
    page.get_by_role("link", name="Look for alike on the web").click()
    expect(page.get_by_text("What is like this picture is looked for.")).to_be_visible()
    looks_well(page, "crawl-alike-form-desktop")
    page.get_by_role("button", name="Look for pictures").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Like a picture:")
    expect(found(page)).to_have_count(2, timeout=A_CRAWL)
    expect(found(page).first).to_contain_text(re.compile(r"A boat.*Distance 0\.0", re.DOTALL))
    looks_well(page, "crawl-alike-desktop")


def test_what_has_no_licence_is_made_public_only_after_a_question_which_is_kept(anyone: Visit, other: Web) -> None:
    anyone.watch.expect("status of 409")
    page = anyone.go("/me/crawls")
    look_at(page, f"{other.url}/shells")
    expect(found(page)).to_have_count(1, timeout=A_CRAWL)
    page.get_by_role("checkbox", name="Select: A shell").press("Space")
    page.get_by_role("button", name="Save 1 picture").click()
    found(page).get_by_role("link", name="Show in the library").click(timeout=A_CRAWL)
    privacy = page.get_by_role("region", name="Who can see this")
    for answer in ("Cancel", "I may, make it public"):
        if not privacy.get_by_role("radio", name="Everyone").is_visible():
            privacy.get_by_role("button", name="Change").click()
        privacy.get_by_text("Everyone", exact=True).click()
        page.get_by_role("button", name="Show to everyone").click()
        question = page.get_by_role("dialog", name="Make it public without a licence?")
        expect(question).to_contain_text("No licence was found with this picture on the web.")
        looks_well(page, f"publish-asks-{anyone.width}")
        question.get_by_role("button", name=answer).click()
        expect(page.get_by_text("from its own page")).to_be_hidden()
    expect(privacy.get_by_role("radio", name="Everyone")).to_be_checked()
    origin = page.get_by_role("region", name="Where it comes from")
    expect(origin.get_by_text("though no licence lets everybody copy it")).to_be_visible()
    origin.get_by_text("Take along").click()
    with page.expect_download() as taken:
        origin.get_by_role("link", name="Lines to credit it by").click()
    assert "A shell" in Path(taken.value.path()).read_text(encoding="utf-8")
    looks_well(page, f"publish-kept-{anyone.width}")
