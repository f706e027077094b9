"""People of an album: let in, they look and add, what they did is listed and taken back, and they leave."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.axe import barriers
from e2e.served import Served
from e2e.shots import keep
from e2e.test_sizes import BEYOND
from e2e.visits import Visit


@pytest.fixture
def two(anyone: Visit, site: Served, visits: Callable[..., Visit]) -> tuple[Visit, Visit]:
    """Somebody with an album, and somebody else at the same width."""
    return anyone, visits(site, "phone" if anyone.is_phone else "desktop")


def people(page: Page, title: str) -> Locator:
    """The dialog, open."""
    page.get_by_role("button", name="People of this album").click()
    return page.get_by_role("dialog", name=f"People of “{title}”")


def looks_and_adds(bert: Visit, album: str, width: str) -> Page:
    """A contributor sees what is there, adds a picture of theirs, and is offered to upload more."""
    other = bert.go(f"/albums/{album}")
    expect(other.get_by_role("heading", name="Harvest", level=1)).to_be_visible()
    expect(other.get_by_role("link", name="apples")).to_be_visible()
    pears = bert.adds_understood(title="pears")
    assert bert.call("PUT", f"/albums/{album}/images", data={"ids": [pears]}).status == 200
    told = people(other, "Harvest")
    expect(told.get_by_role("list", name="People")).to_contain_text("Contributor")
    expect(told.get_by_label("Who")).to_have_count(0)
    keep(other, f"album-people-guest-{width}")
    other.get_by_role("button", name="Close").last.click()
    other.get_by_role("link", name="Add pictures").click()
    expect(other.get_by_role("combobox", name="Album")).to_have_value(album)
    return other


def test_a_contributor_adds_a_picture_which_the_owner_takes_back(two: tuple[Visit, Visit]) -> None:
    anna, bert = two
    width = "phone" if anna.is_phone else "desktop"
    fields = {"title": "Harvest", "category": "other", "privacy": "private"}
    album = anna.call("POST", "/albums", data=fields).json()["id"]
    anna.adds_understood(title="apples", album=album)
    page = anna.go(f"/albums/{album}")
    dialog = people(page, "Harvest")
    expect(dialog.get_by_label("Who")).to_be_focused()
    dialog.get_by_label("Who").fill(bert.name)
    dialog.get_by_label("Role", exact=True).select_option(label="Contributor")
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(dialog.get_by_role("list", name="People")).to_contain_text(bert.name)
    expect(dialog.get_by_text("Nothing was changed since")).to_be_visible()

    other = looks_and_adds(bert, album, width)
    page.reload()
    dialog = people(page, "Harvest")
    expect(dialog.get_by_text(f"{bert.name} added 1 picture")).to_be_visible()
    keep(page, f"album-people-{width}")
    assert barriers(page) == []
    assert page.evaluate(BEYOND) == []
    dialog.get_by_role("button", name=f"Take back what {bert.name} changed").click()
    expect(page.get_by_text(f"1 change by {bert.name} is taken back.")).to_be_visible()
    expect(dialog.get_by_text("taken back").first).to_be_visible()
    assert anna.call("GET", f"/albums/{album}/images").json()["items"][0]["title"] == "apples"
    assert len(anna.call("GET", f"/albums/{album}/images").json()["items"]) == 1

    other = bert.go(f"/albums/{album}")
    people(other, "Harvest").get_by_role("button", name="Leave this album").click()
    expect(other.get_by_text("You have left “Harvest”.")).to_be_visible()
    other.wait_for_url(f"**/people/{anna.name}/albums")
    assert anna.call("GET", f"/albums/{album}/editors").json()["items"] == []


def test_who_is_not_there_is_said_at_the_form(anyone: Visit) -> None:
    album = anyone.call("POST", "/albums", data={"title": "Harvest", "category": "other"}).json()["id"]
    dialog = people(anyone.go(f"/albums/{album}"), "Harvest")
    anyone.watch.expect("status of 404")
    dialog.get_by_label("Who").fill("nobody-of-this-name")
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(dialog.get_by_role("alert")).to_be_visible()


def test_an_editor_changes_what_is_said_and_all_are_told_who_sees_it(two: tuple[Visit, Visit]) -> None:
    anna, bert = two
    width = "phone" if anna.is_phone else "desktop"
    fields = {"title": "Harvest", "category": "other", "privacy": "private"}
    album = anna.call("POST", "/albums", data=fields).json()["id"]
    picture = anna.adds_understood(title="apples", album=album)
    anna.call("PUT", f"/albums/{album}/editors/{bert.name}", data={"role": "editor"})
    page = anna.go(f"/albums/{album}")
    expect(page.get_by_text("You and the people of this album can see it.")).to_be_visible()
    expect(page.get_by_text("Only me")).to_have_count(0)
    keep(page, f"album-shared-banner-{width}")
    page = anna.go(f"/images/{picture}")
    expect(page.get_by_text("You and the people of its album.")).to_be_visible()
    expect(page.get_by_text("Its album “Harvest” is shared with people. They can see it too.")).to_be_visible()

    page = bert.go("/me/albums")
    page.get_by_role("link", name="Shared with me").click()
    shared = page.get_by_role("list", name="Shared with me").get_by_role("link", name="Harvest")
    expect(shared).to_contain_text(f"{anna.name} · Editor")
    keep(page, f"albums-shared-with-me-{width}")
    assert barriers(page) == []
    assert page.evaluate(BEYOND) == []
    shared.click()
    page.get_by_role("button", name="Edit", exact=True).click()
    dialog = page.get_by_role("dialog", name="Edit album")
    expect(dialog.get_by_role("radio", name="apples")).to_be_attached()
    expect(dialog.get_by_role("group", name="Who can see this")).to_have_count(0)
    expect(dialog.get_by_label("Is in")).to_have_count(0)
    keep(page, f"album-edited-by-editor-{width}")
    dialog.get_by_label("Title").fill("Orchard")
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Orchard", level=1)).to_be_visible()
    assert anna.call("GET", f"/albums/{album}/changes").json()["items"][0]["after"] == "Orchard"
