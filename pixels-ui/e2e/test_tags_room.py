"""The room of tags in a real browser: a tag is renamed by keyboard, its progress is seen, and it is put back."""

from collections.abc import Callable
from secrets import token_hex
from typing import Any

import pytest
from playwright.sync_api import Page

from e2e.axe import barriers
from e2e.served import Served
from e2e.shots import keep
from e2e.visits import PASSWORD, Visit
from tests.factories import picture

WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
HEADS = {"en-GB": "Tags", "zh-CN": "标签", "sv-SE": "Taggar"}


@pytest.fixture
def tagged(site: Served, visits: Callable[..., Visit]) -> tuple[Visit, str, str]:
    """Three pictures of somebody with one tag, that nobody else has: who, one of them, the tag."""
    tag = f"Luna {token_hex(3)}"
    member = visits(site)
    colours = ((200, 30, 30), (30, 200, 30), (30, 30, 200))
    ids = [member.adds(picture(colour=colour), tags=tag, privacy="public") for colour in colours]
    return member, ids[0], tag


def tags_room(site: Served, visits: Callable[..., Visit], width: str, locale: str) -> Page:
    ada = visits(site, width, member=False, locale=locale)
    ada.begins()
    ada.call("POST", "/session", data={"login": "ada", "password": PASSWORD})
    ada.page.goto(f"{site.address}/admin/tags/")
    ada.page.get_by_role("heading", level=1, name=HEADS[locale]).wait_for()
    return ada.page


def test_a_tag_is_renamed_by_keyboard_and_put_back(
    site: Served, tagged: tuple[Visit, str, str], visits: Callable[..., Visit]
) -> None:
    member, image_id, tag = tagged
    page = tags_room(site, visits, "desktop", "en-GB")
    page.get_by_label("Tag", exact=True).focus()
    page.keyboard.type(tag)
    page.keyboard.press("Tab")
    page.keyboard.type(f"Moon of {tag}")
    page.keyboard.press("Enter")
    page.get_by_text(f"Pictures with “{tag}”: 3.").wait_for()
    keep(page, "tags-preview-desktop")
    page.get_by_role("button", name="Change them").press("Enter")
    page.get_by_text(f"{tag} → Moon of {tag}: done").wait_for()
    page.get_by_role("button", name=f"Undo: {tag} → Moon of {tag}").press("Enter")
    page.get_by_text(f"{tag} → Moon of {tag}: undone").wait_for()
    assert tag in [tag["label"] for tag in member.image(image_id)["tags"]]


@pytest.mark.parametrize("locale", HEADS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_room_keeps_nobody_out(
    site: Served, tagged: tuple[Visit, str, str], visits: Callable[..., Visit], locale: str, scheme: Any
) -> None:
    _member, _image_id, tag = tagged
    width = "phone" if scheme == "dark" else "desktop"
    page = tags_room(site, visits, width, locale)
    page.emulate_media(color_scheme=scheme)
    page.locator("#rename-tag").fill(tag)
    page.locator("#rename-to").fill(f"Moon of {tag}")
    page.locator("#rename-to").press("Enter")
    page.locator(".preview").wait_for()
    page.locator("#say-word").fill(f"the {tag}")
    page.locator("#say-target").fill(tag)
    page.locator("#say-target").press("Enter")
    page.get_by_role("button", name=f"the {tag}").wait_for()
    assert not page.evaluate(WIDER)
    assert barriers(page) == []
    keep(page, f"tags-{locale}-{scheme}")
