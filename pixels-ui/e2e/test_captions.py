"""What the machine says of a picture stands beside it, and is taken over as alt text with one press."""

from playwright.sync_api import expect

from e2e.axe import barriers
from e2e.shots import keep
from e2e.visits import Visit
from tests.factories import picture


def test_the_machines_sentence_is_proposed_as_alt_text(anyone: Visit) -> None:
    image_id = anyone.adds_understood(picture(colour=(200, 25, 25)), title="IMG 1", tags="teapot", privacy="private")
    said = anyone.image(image_id)["caption"]
    assert said.startswith("Teapot")
    page = anyone.go(f"/images/{image_id}")
    expect(page.get_by_text(f"Seen by the machine: {said}")).to_be_visible()
    page.get_by_role("button", name="Edit", exact=True).click()
    page.get_by_role("button", name="Take it over").click()
    expect(page.get_by_label("Alt text")).to_have_value(said)
    keep(page, f"caption-{'phone' if anyone.is_phone else 'desktop'}")
    assert barriers(page) == []
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("img", name=said).first).to_be_visible()
    assert anyone.image(image_id)["alt_text"] == said
