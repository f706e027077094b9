"""Many pictures edited together: chosen, previewed, changed, watched from another page, and undone."""

from playwright.sync_api import Locator, Page, expect

from e2e.axe import barriers
from e2e.crowd import fill_library
from e2e.shots import keep
from e2e.visits import Visit, until


def select(page: Page, *titles: str) -> None:
    """By key, as the marks show only under a pointer."""
    for title in titles:
        page.get_by_role("link", name=title, exact=True).focus()
        page.keyboard.press("x")


def edit_together(page: Page, count: int) -> Locator:
    """Open the dialog for so many that are selected."""
    page.get_by_role("button", name="Edit together").click()
    return page.get_by_role("dialog", name=f"Edit {count} picture")


def pick(dialog: Locator, *fields: str) -> None:
    """Unfold all groups of fields, and tick these."""
    for group in dialog.locator("details:not([open]) > summary").all()[::-1]:
        group.click()
    for field in fields:
        dialog.get_by_role("checkbox", name=field, exact=True).check()


def fill(dialog: Locator, field: str, text: str) -> None:
    dialog.get_by_label(field, exact=True).last.fill(text)


def change(dialog: Locator, page: Page, count: str) -> None:
    dialog.get_by_role("button", name="Preview").click()
    dialog.get_by_role("button", name=f"Change {count}").click()
    expect(page.get_by_text("changed.").last).to_be_visible()
    expect(dialog).to_be_hidden()


def test_selected_pictures_are_changed_after_a_preview_and_put_back_by_the_notice(anyone: Visit) -> None:
    ids = [anyone.adds_understood(title=title) for title in ("lake", "hill")]
    page = anyone.go("/me/pictures")
    select(page, "lake", "hill")
    dialog = edit_together(page, 2)
    width = "phone" if anyone.is_phone else "desktop"
    expect(dialog.get_by_role("button", name="Preview")).to_be_disabled()
    pick(dialog, "Title", "Add tags", "Shift the date", "Rating")
    dialog.get_by_label("Title", exact=True).last.fill("Trip {n:02} {title}")
    dialog.get_by_label("Add tags", exact=True).last.fill("summer,")
    dialog.get_by_label("Days").fill("1")
    dialog.get_by_label("Rating", exact=True).last.select_option("4")
    keep(page, f"edit-fields-{width}")
    assert barriers(page) == []
    dialog.get_by_role("button", name="Preview").click()
    preview = dialog.get_by_role("list", name="Preview")
    expect(preview.get_by_text("Trip 01 hill").or_(preview.get_by_text("Trip 01 lake"))).to_be_visible()
    expect(preview.get_by_text("summer").first).to_be_visible()
    keep(page, f"edit-preview-{width}")
    assert barriers(page) == []
    assert {anyone.image(one)["title"] for one in ids} == {"lake", "hill"}
    dialog.get_by_role("button", name="Change 2 pictures").click()
    expect(page.get_by_text("2 pictures were changed.")).to_be_visible()
    keep(page, f"edit-done-{width}")
    assert all(anyone.image(one)["title"].startswith("Trip 0") and anyone.image(one)["rating"] == 4 for one in ids)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("2 pictures are as they were before.")).to_be_visible()
    assert [anyone.image(one)["title"] for one in ids] == ["lake", "hill"]
    assert {anyone.image(one)["rating"] for one in ids} == {None}


def test_words_tags_and_source_are_changed_of_all(anyone: Visit) -> None:
    first = anyone.adds_understood(title="lake", tags="cold", description="Before")
    second = anyone.adds_understood(title="hill")
    page = anyone.go("/me/pictures")
    select(page, "lake", "hill")
    dialog = edit_together(page, 2)
    keep(page, f"edit-folded-{'phone' if anyone.is_phone else 'desktop'}")
    assert barriers(page) == []
    pick(dialog, "Description", "Alt text", "Add tags", "Source")
    dialog.get_by_role("checkbox", name="Replace all tags", exact=True).check()
    expect(dialog.get_by_role("checkbox", name="Add tags", exact=True)).not_to_be_checked()
    fill(dialog, "Description", "By the water")
    fill(dialog, "Alt text", "Water and a shore")
    fill(dialog, "Replace all tags", "summer, water,")
    fill(dialog, "Source", "https://example.org/trip")
    keep(page, f"edit-words-{'phone' if anyone.is_phone else 'desktop'}")
    assert barriers(page) == []
    change(dialog, page, "2 pictures")
    for one in map(anyone.image, (first, second)):
        assert (one["description"], one["alt_text"]) == ("By the water", "Water and a shore")
        assert one["source_url"] == "https://example.org/trip"
        assert [tag["key"] for tag in one["tags"] if tag["source"] == "user"] == ["summer", "water"]
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("2 pictures are as they were before.")).to_be_visible()
    assert [tag["key"] for tag in anyone.image(first)["tags"] if tag["source"] == "user"] == ["cold"]


def test_a_place_is_chosen_by_the_beginning_of_its_name(anyone: Visit) -> None:
    image = anyone.adds_understood(title="lake")
    page = anyone.go("/me/pictures")
    select(page, "lake")
    dialog = edit_together(page, 1)
    pick(dialog, "Place")
    field = dialog.get_by_role("combobox", name="Place")
    field.fill("nowhere at all")
    expect(dialog.get_by_text("Choose a place from the list.")).to_be_visible()
    dialog.get_by_role("button", name="Preview").click()
    expect(field).to_be_focused()
    field.fill("malmo")
    expect(dialog.get_by_role("option").first).to_have_text("Malmö, Sweden")
    keep(page, f"edit-place-{'phone' if anyone.is_phone else 'desktop'}")
    assert barriers(page) == []
    field.press("ArrowDown")
    expect(dialog.get_by_role("option", selected=True)).to_have_text("Malmö, Sweden")
    field.press("Enter")
    expect(field).to_have_value("Malmö, Sweden")
    change(dialog, page, "1 picture")
    assert anyone.image(image)["place"]["label"] == "Malmö, Sweden"


def test_what_is_left_empty_is_removed_place_rating_and_album(anyone: Visit) -> None:
    image = anyone.adds_understood(title="lake")
    anyone.call("POST", "/albums", data={"title": "Water", "category": "other", "images": [image]})
    anyone.call("POST", "/batch-edits", data={"ids": [image], "change": {"place": "2692969", "rating": 3}})
    until(lambda: anyone.image(image)["place"] is not None, "the place is set")
    page = anyone.go("/me/pictures")
    select(page, "lake")
    dialog = edit_together(page, 1)
    pick(dialog, "Place", "Rating", "Album")
    dialog.get_by_role("button", name="Preview").click()
    for gone in ("Malmö, Sweden", "Water", "3"):
        expect(dialog.locator("del").filter(has_text=gone)).to_be_visible()
    dialog.get_by_role("button", name="Change 1 picture").click()
    expect(page.get_by_text("1 picture was changed.")).to_be_visible()
    now = anyone.image(image)
    assert (now["place"], now["rating"], now["album"]) == (None, None, None)


def test_a_wrong_pattern_is_said_at_its_field_and_going_back_keeps_what_was_written(anna: Visit) -> None:
    anna.adds_understood(title="lake")
    anna.watch.expect(r"status of 422.*/batch-edits/preview")
    page = anna.go("/me/pictures")
    select(page, "lake")
    dialog = edit_together(page, 1)
    pick(dialog, "Title")
    title = dialog.get_by_label("Title", exact=True).last
    title.fill("{owner}")
    dialog.get_by_role("button", name="Preview").click()
    expect(dialog.get_by_text("Only {n}, {n:03}, {date}, {title} and {file} are filled in.")).to_be_visible()
    expect(title).to_be_focused()
    title.fill("{title} again")
    dialog.get_by_role("button", name="Preview").click()
    expect(dialog.get_by_text("lake again")).to_be_visible()
    dialog.get_by_role("button", name="Back to the fields").click()
    expect(dialog.get_by_label("Title", exact=True).last).to_have_value("{title} again")


def test_a_long_edit_goes_on_over_pages_and_reloads_and_is_undone_from_the_list(anyone: Visit) -> None:
    titles = fill_library(anyone, 300)
    page = anyone.go("/me/pictures")
    page.get_by_text("300 pictures").first.wait_for()
    page.keyboard.press("Control+a")
    dialog = edit_together(page, 300)
    pick(dialog, "Author")
    dialog.get_by_label("Author", exact=True).last.fill("Anna")
    dialog.get_by_role("button", name="Preview").click()
    expect(dialog.get_by_text("The first 12 as they would be:")).to_be_visible()
    dialog.get_by_role("button", name="Change 300 pictures").click()
    width = "phone" if anyone.is_phone else "desktop"
    page = anyone.go("/me/edits")
    keep(page, f"edit-running-{width}")
    row = page.get_by_role("listitem").filter(has_text="300 changed")
    expect(row).to_be_visible(timeout=60_000)
    keep(page, f"edits-{width}")
    assert barriers(page) == []
    last = list(titles)[-1]
    assert anyone.image(last)["author"] == "Anna"
    anyone.call("PATCH", f"/images/{last}", data={"author": "by hand"})
    row.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("299 pictures are as they were before. 1 was changed since and stays.")).to_be_visible(
        timeout=60_000
    )
    expect(page.get_by_role("listitem").filter(has_text="299 put back · 1 kept")).to_be_visible()
    assert anyone.image(last)["author"] == "by hand"


def test_in_an_album_those_that_are_selected_are_edited(anna: Visit) -> None:
    ids = [anna.adds_understood(title=title) for title in ("lake", "hill")]
    album = anna.call("POST", "/albums", data={"title": "Water", "category": "other", "images": ids}).json()["id"]
    page = anna.go(f"/albums/{album}")
    select(page, "lake")
    dialog = edit_together(page, 1)
    pick(dialog, "Album")
    dialog.get_by_label("Album", exact=True).last.select_option(label="In no album")
    dialog.get_by_role("button", name="Preview").click()
    expect(dialog.get_by_role("list", name="Preview").get_by_text("Water")).to_be_visible()
    dialog.get_by_role("button", name="Change 1 picture").click()
    expect(page.get_by_text("1 picture was changed.")).to_be_visible()
    expect(page.get_by_role("link", name="lake", exact=True)).to_have_count(0)
    assert [bool(anna.image(one)["album"]) for one in ids] == [False, True]


def test_all_results_of_a_search_are_edited_and_some_of_them(anyone: Visit) -> None:
    ids = [anyone.adds_understood(title=title) for title in ("zorvan one", "zorvan two", "hill")]
    until(lambda: found(anyone) == 2, "the index has heard of them", seconds=180)  # after hundreds of others
    page = anyone.page
    page.goto(f"{anyone.site.address}/search?q=zorvan&scope=mine")
    page.get_by_role("button", name="Edit all results").click()
    dialog = page.get_by_role("dialog", name="Edit 2 pictures together")
    pick(dialog, "Author")
    dialog.get_by_label("Author", exact=True).last.fill("Anna")
    dialog.get_by_role("button", name="Preview").click()
    dialog.get_by_role("button", name="Change 2 pictures").click()
    expect(page.get_by_text("2 pictures were changed.")).to_be_visible()
    assert [anyone.image(one)["author"] for one in ids] == ["Anna", "Anna", ""]
    until(lambda: found(anyone) == 2, "the index has heard of it")
    page.reload()
    select(page, "zorvan one")
    keep(page, f"edit-found-{'phone' if anyone.is_phone else 'desktop'}")
    assert barriers(page) == []
    dialog = edit_together(page, 1)
    pick(dialog, "Author")
    dialog.get_by_label("Author", exact=True).last.fill("Bo")
    dialog.get_by_role("button", name="Preview").click()
    dialog.get_by_role("button", name="Change 1 picture").click()
    expect(page.get_by_text("1 picture was changed.")).to_be_visible()
    assert [anyone.image(one)["author"] for one in ids] == ["Bo", "Anna", ""]


def found(visit: Visit) -> int:
    return int(visit.call("GET", "/search?q=zorvan&scope=mine").json()["total"]["value"])
