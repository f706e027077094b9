"""Somebody without an account adds pictures by a link to an album; its owner is told, and takes or refuses them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from e2e.axe import barriers
from e2e.served import Served
from e2e.shots import keep
from e2e.test_shares import makes_link
from e2e.visits import Visit
from tests.factories import picture


def file(name: str, data: bytes | None = None) -> dict[str, object]:
    return {"name": name, "mimeType": "image/jpeg", "buffer": picture(size=(640, 420)) if data is None else data}


def sends(page: Page, *files: dict[str, object]) -> None:
    page.get_by_label("choose files").set_input_files(list(files))  # type: ignore[arg-type]


def test_a_guest_adds_pictures_and_the_owner_decides(site: Served, anyone: Visit, visits: Callable[..., Visit]) -> None:
    width = "phone" if anyone.is_phone else "desktop"
    album = anyone.call("POST", "/albums", data={"title": "Party", "category": "other"}).json()["id"]
    address = makes_link(anyone.go(f"/albums/{album}"), "Guests may add pictures", width="")
    guest = visits(site, width, member=False)
    guest.watch.expect(r"status of 415.*/api/v1/share/")
    seen = guest.go(address)
    seen.get_by_label("Your name").fill("Grandma")
    sends(seen, file("cake.jpg"), file("broken.jpg", b"no picture"), file("hats.jpg"), file("dog.jpg"))
    rows = seen.get_by_role("list", name="Your pictures").get_by_role("listitem")
    expect(rows.filter(has_text="Sent. It waits to be approved.")).to_have_count(3)
    expect(rows.filter(has_text="broken.jpg")).to_contain_text("Not taken: ")
    keep(seen, f"guest-sends-{width}")
    assert barriers(seen) == []

    page = anyone.go("/me/notifications")
    page.get_by_role("article").filter(has_text="Guests sent pictures").get_by_role("link", name="Party").click()
    page.get_by_role("button", name="3 pictures of guests wait").click()
    dialog = page.get_by_role("dialog", name="Pictures of guests for “Party”")
    expect(dialog.get_by_text("Sent by Grandma").first).to_be_visible()
    keep(page, f"guest-waits-{width}")
    assert barriers(page) == []
    dialog.get_by_role("button", name="Refuse hats.jpg").press("Enter")
    expect(dialog.get_by_role("listitem")).to_have_count(2)
    expect(dialog.get_by_role("button", name="Refuse cake.jpg")).to_be_focused()
    dialog.get_by_role("button", name="Approve dog.jpg").press("Enter")
    expect(dialog.get_by_role("button", name="Approve cake.jpg")).to_be_focused()
    dialog.get_by_role("button", name="Approve all").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="of guests wait")).to_have_count(0)
    assert len(anyone.call("GET", f"/albums/{album}/images").json()["items"]) == 2


@pytest.mark.parametrize(
    ("locale", "may", "button"),
    [("zh-CN", "访客可以添加图片", "用链接分享"), ("sv-SE", "Gäster får lägga till bilder", "Dela med en länk")],
)
def test_in_each_language(site: Served, visits: Callable[..., Visit], locale: str, may: str, button: str) -> None:
    somebody = visits(site, "phone", locale=locale)
    album = somebody.call("POST", "/albums", data={"title": "Fest", "category": "other"}).json()["id"]
    token = somebody.call("POST", f"/albums/{album}/links", data={"upload": True}).json()["token"]
    page = somebody.go(f"/albums/{album}")
    page.get_by_role("button", name=button).click()
    expect(page.get_by_label(may)).to_be_visible()
    page = somebody.go(f"/s/{token}")
    keep(page, f"guest-{locale}")
    assert barriers(page) == []
