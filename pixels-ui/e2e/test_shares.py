"""A picture and an album are shared by a link; somebody without an account looks, until the link is ended."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from e2e.axe import barriers
from e2e.served import Served
from e2e.shots import keep
from e2e.visits import Visit


def test_an_album_is_shared_with_a_password_and_the_link_is_ended(
    site: Served, anyone: Visit, visits: Callable[..., Visit]
) -> None:
    width = "phone" if anyone.is_phone else "desktop"
    ids = [anyone.adds_understood(title=title) for title in ("lake", "hill")]
    fields = {"title": "Summer", "category": "other", "images": ids}
    album = anyone.call("POST", "/albums", data=fields).json()["id"]
    page = anyone.go(f"/albums/{album}")
    address = makes_link(page, password="open sesame", width=width)
    guest = visits(site, width, member=False)
    guest.watch.expect(r"status of 401.*/api/v1/share/")
    seen = guest.go(address)
    expect(seen.get_by_role("heading", name="This link has a password")).to_be_visible()
    seen.get_by_label("Password").fill("open barley")
    seen.get_by_role("button", name="Open").click()
    expect(seen.get_by_text("This is not the password of this link.")).to_be_visible()
    keep(seen, f"share-locked-{width}")
    assert barriers(seen) == []
    seen.get_by_label("Password").fill("open sesame")
    seen.get_by_label("Password").press("Enter")
    expect(seen.get_by_role("heading", name="Summer")).to_be_visible()
    expect(seen.get_by_text("2 pictures")).to_be_visible()
    keep(seen, f"share-album-{width}")
    assert barriers(seen) == []
    seen.get_by_role("button", name="Look at “hill”").click()
    seen.get_by_role("button", name="Next picture").click()
    expect(seen.get_by_role("dialog").get_by_role("img", name="lake")).to_be_visible()
    keep(seen, f"share-large-{width}")
    assert barriers(seen) == []
    page.reload()
    page.get_by_role("button", name="Share by a link").click()
    expect(page.get_by_role("list", name="Links").get_by_text("opened 1 time · password")).to_be_visible()
    keep(page, f"share-links-{width}")
    assert barriers(page) == []
    page.get_by_role("button", name="End the link made").click()
    expect(page.get_by_text("There is no link yet.")).to_be_visible()
    guest.watch.expect(r"status of 404")
    seen.reload()
    expect(seen.get_by_role("heading", name="This link opens nothing")).to_be_visible()
    keep(seen, f"share-gone-{width}")


def test_an_album_below_a_shared_one_is_looked_into_and_downloaded(anyone: Visit) -> None:
    top = anyone.call("POST", "/albums", data={"title": "Summer", "category": "other"}).json()["id"]
    inside = {"title": "July", "category": "other", "parent": top, "images": [anyone.adds_understood(title="lake")]}
    anyone.call("POST", "/albums", data=inside)
    token = anyone.call("POST", f"/albums/{top}/links", data={"download": True}).json()["token"]
    page = anyone.go(f"/s/{token}")
    assert barriers(page) == []
    page.get_by_role("list", name="Albums below").get_by_role("link", name="July").click()
    expect(page.get_by_role("heading", name="July")).to_be_visible()
    expect(page.get_by_role("img", name="lake")).to_be_visible()
    keep(page, f"share-below-{'phone' if anyone.is_phone else 'desktop'}")
    assert barriers(page) == []
    with page.expect_download() as download:
        page.get_by_role("link", name="Download all as a ZIP").click()
    assert download.value.suggested_filename == "July.zip"
    page.get_by_role("navigation", name="You are here").get_by_role("link", name="Summer").click()
    expect(page.get_by_role("heading", name="Summer")).to_be_visible()


def test_a_picture_is_shared_and_its_file_downloaded(site: Served, anna: Visit, visitor: Visit) -> None:
    image = anna.adds_understood(title="lake")
    address = makes_link(anna.go(f"/images/{image}"), "Files may be downloaded", width="")
    page = visitor.go(address)
    expect(page.get_by_role("heading", name="lake")).to_be_visible()
    expect(page.get_by_role("img", name="lake")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename == "lake.jpg"
    assert barriers(page) == []


def makes_link(page: Page, *choices: str, width: str, password: str = "") -> str:
    """In the dialog of the thing; the path of the link."""
    page.get_by_role("button", name="Share by a link").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Password").fill(password)
    for choice in choices:
        dialog.get_by_label(choice).check()
    dialog.get_by_role("button", name="Make a link").click()
    address = dialog.locator("code").inner_text()
    if width:
        keep(page, f"share-made-{width}")
        assert barriers(page) == []
    dialog.get_by_role("button", name="Close", exact=True).last.click()
    return "/s/" + address.rpartition("/s/")[2]
