"""People, tags and albums are followed by a button; the feed says why each picture is there and where one had been."""

from collections.abc import Callable

from playwright.sync_api import Locator, expect

from e2e.axe import barriers
from e2e.served import Served
from e2e.shots import keep
from e2e.test_sizes import BEYOND
from e2e.visits import Visit


def test_what_is_followed_comes_into_the_feed_with_why_and_down_to_what_was_seen(
    site: Served, anyone: Visit, visits: Callable[..., Visit]
) -> None:
    width = "phone" if anyone.is_phone else "desktop"
    bo, mia = visits(site), visits(site)
    tag = f"kiln {anyone.name}"
    sees_nothing_yet(anyone)
    bo.adds_understood(title="hill", privacy="public")
    pot = mia.adds_understood(title="pot", privacy="public")
    mia.call("PATCH", f"/images/{pot}", data={"tags": [tag]})
    album = adds_waters(mia)
    follow_all(anyone, bo.name, album, tag)

    page = anyone.go("/")
    page.get_by_role("navigation", name="Explore").get_by_role("link", name="Following").click()
    new = page.get_by_role("list", name="New pictures")
    expect(card(new, "lake")).to_contain_text("You follow the album Waters")
    expect(card(new, "pot")).to_contain_text(f"You follow the tag {tag}")
    expect(card(new, "hill")).to_contain_text(f"You follow {bo.name}")
    keep(page, f"feed-{width}")
    assert barriers(page) == []
    assert page.evaluate(BEYOND) == []

    later = bo.adds_understood(title="later hill", privacy="public")
    with page.expect_response("**/feed/seen"):
        page = anyone.go("/following")
        expect(card(page.get_by_role("list", name="New pictures"), "later hill")).to_be_visible()
        expect(page.get_by_role("note")).to_contain_text("You have seen all since")
        expect(card(page.get_by_role("list", name="Pictures that you have seen"), "lake")).to_be_visible()
        page.get_by_role("note").scroll_into_view_if_needed()
    keep(page, f"feed-line-{width}")
    page.reload()
    expect(page.get_by_role("note")).to_contain_text("Nothing new since")
    bo.call("PATCH", f"/images/{later}", data={"privacy": "private"})
    page.reload()
    expect(page.get_by_role("link", name="lake")).to_be_visible()
    expect(page.get_by_role("link", name="later hill")).to_have_count(0)
    stop_following_the_album(anyone)


def card(cards: Locator, title: str) -> Locator:
    return cards.get_by_role("listitem").filter(has_text=title).first


def follow_all(anyone: Visit, name: str, album: str, tag: str) -> None:
    """By the button of each, a person, an album and a tag."""
    width = "phone" if anyone.is_phone else "desktop"
    page = anyone.go(f"/people/{name}")
    page.get_by_role("button", name=f"Follow {name}").click()
    page = anyone.go(f"/albums/{album}")
    page.get_by_role("button", name="Follow Waters").click()
    expect(page.get_by_role("button", name="Unfollow Waters")).to_be_visible()
    keep(page, f"album-followed-{width}")
    page = anyone.go(f"/search?tag={tag.replace(' ', '-')}")
    page.get_by_role("button", name=f"Follow {tag}", exact=True).click()
    expect(page.get_by_role("button", name=f"Unfollow {tag}")).to_be_visible()
    keep(page, f"tag-followed-{width}")


def stop_following_the_album(anyone: Visit) -> None:
    """On the page of the feed."""
    width, page = "phone" if anyone.is_phone else "desktop", anyone.page
    page.get_by_text("What you follow", exact=True).click()
    page.get_by_role("button", name="Unfollow Waters").click()
    expect(page.get_by_role("link", name="lake")).to_have_count(0)
    keep(page, f"followed-{width}")
    assert barriers(page) == []


def sees_nothing_yet(anyone: Visit) -> None:
    width = "phone" if anyone.is_phone else "desktop"
    page = anyone.go("/following")
    expect(page.get_by_role("heading", name="Nothing here yet")).to_be_visible()
    keep(page, f"feed-empty-{width}")
    assert barriers(page) == []


def adds_waters(mia: Visit) -> str:
    """An album with a lake."""
    lake = mia.adds_understood(title="lake", privacy="public")
    made = {"title": "Waters", "category": "landscape", "privacy": "public", "images": [lake]}
    return str(mia.call("POST", "/albums", data=made).json()["id"])
