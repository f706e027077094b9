"""From logging in to the trash, at a desk and with a phone."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, expect

from e2e.served import Served
from e2e.visits import Visit, only_in_chromium, until
from tests.factories import picture


def test_a_used_link_leads_to_logging_in(site: Served, visitor: Visit) -> None:
    visitor.page.goto(site.link)
    expect(visitor.page.get_by_role("heading", name="This link has been used")).to_be_visible()
    visitor.page.get_by_role("main").get_by_role("link", name="Log in").click()
    visitor.logs_in_as("ada")
    expect(visitor.page.get_by_role("heading", name="Explore")).to_be_visible()


def test_chosen_pictures_appear_in_the_library_without_a_reload(anyone: Visit) -> None:
    page = anyone.go("/upload")
    page.get_by_label("choose files").set_input_files([file("lake"), file("hill")])
    page.get_by_role("button", name="Upload 2 pictures").click()
    page.get_by_role("link", name="To the library").click()
    for title in ("lake", "hill"):
        expect_drawn(page.get_by_role("main").get_by_role("link", name=title, exact=True).locator("img"))


def test_a_picture_shows_five_labels_with_their_probability(anyone: Visit) -> None:
    image_id = anyone.adds()
    labels = anyone.go(f"/images/{image_id}").get_by_role("list", name="Most likely labels").get_by_role("listitem")
    expect(labels).to_have_count(5)
    for text in labels.all_inner_texts():
        assert re.search(r"\d+%$", text), text


def test_the_category_is_chosen_by_key(anna: Visit) -> None:
    page = anna.go(f"/images/{anna.adds_understood()}")
    page.keyboard.press("c")
    expect(page.get_by_role("list", name="Choose the category")).to_be_visible()
    page.keyboard.press("3")
    expect(page.get_by_text(f"chosen by {anna.name}")).to_be_visible()
    expect(page.get_by_role("list", name="Choose the category")).to_be_hidden()


def test_the_category_is_chosen_by_finger(site: Served, visits: Callable[..., Visit]) -> None:
    berta = visits(site, "phone")
    only_in_chromium(berta.context.browser, "touch: Playwright's tap sends nothing to Firefox")
    page = berta.go(f"/images/{berta.adds_understood()}")
    page.get_by_role("region", name="Category").get_by_role("button", name="Change").tap()
    page.get_by_role("button", name="Food").tap()
    expect(page.get_by_text(f"chosen by {berta.name}")).to_be_visible()


def test_rotating_shows_the_picture_upright_under_a_new_address(anyone: Visit) -> None:
    page = anyone.go(f"/images/{anyone.adds_understood(title='lake')}")
    shown = page.get_by_role("figure").get_by_role("img", name="lake")
    expect_drawn(shown)
    before = shown.get_attribute("src")
    assert shape_of(shown) == "wide"
    page.get_by_role("button", name="Rotate right").click()
    expect(shown).not_to_have_attribute("src", before or "")
    expect_drawn(shown)
    assert shape_of(shown) == "tall"


def test_deleting_is_undone_by_its_notice(anyone: Visit) -> None:
    image_id = anyone.adds_understood(title="lake")
    page = anyone.go(f"/images/{image_id}")
    page.get_by_role("button", name="Move to trash").click()
    page.get_by_role("button", name="Undo").click()
    expect(page).to_have_url(re.compile(f"/images/{image_id}$"))
    expect(page.get_by_role("heading", name="lake")).to_be_visible()
    until(lambda: "trashed_at" not in anyone.image(image_id), "the picture is back")


def test_what_is_in_the_trash_is_restored(anyone: Visit) -> None:
    image_id = anyone.adds(title="lake")
    anyone.call("DELETE", f"/images/{image_id}")
    page = anyone.go("/me/trash")
    page.get_by_role("checkbox", name="Select: lake").check()
    page.get_by_role("button", name="Restore").click()
    expect(page.get_by_text("The picture is back in the library.")).to_be_visible()
    page.get_by_role("link", name="Pictures", exact=True).click()
    expect(page.get_by_role("link", name="lake", exact=True)).to_be_visible()


def test_deleting_several_for_ever_asks_for_their_number(anyone: Visit) -> None:
    gone = [anyone.adds(title=title) for title in ("lake", "hill")]
    for image_id in gone:
        anyone.call("DELETE", f"/images/{image_id}")
    page = anyone.go("/me/trash")
    page.get_by_role("button", name="Select all").click()
    page.get_by_role("button", name="Delete for ever").click()
    question = page.get_by_role("dialog", name="Delete 2 pictures for ever?")
    expect(question.get_by_role("button", name="Delete for ever")).to_be_disabled()
    question.get_by_label("Type 2 to confirm").fill("2")
    question.get_by_role("button", name="Delete for ever").click()
    expect(page.get_by_role("heading", name="The trash is empty")).to_be_visible()


def file(name: str) -> dict[str, object]:
    return {"name": f"{name}.jpg", "mimeType": "image/jpeg", "buffer": picture(size=(640, 420))}


def expect_drawn(shown: Locator) -> None:
    """Its bytes have come and are a picture."""
    expect(shown).to_be_visible()
    assert shown.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") > 0


def shape_of(shown: Locator) -> str:
    return str(shown.evaluate("picture => picture.naturalWidth > picture.naturalHeight ? 'wide' : 'tall'"))
