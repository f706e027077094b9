"""Three languages: switched without a reload, remembered, and speaking where something is missing."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.finding import a_word, wait_until_found
from e2e.served import Served
from e2e.visits import Visit


def test_switching_changes_the_page_without_a_reload(visitor: Visit) -> None:
    page = visitor.go("/login")
    page.evaluate("window.isTheSame = true")
    page.get_by_role("button", name="Language").click()
    page.get_by_role("banner").get_by_role("button", name="Svenska").click()
    expect(page.get_by_role("heading", name="Logga in")).to_be_visible()
    assert page.evaluate("[document.documentElement.lang, window.isTheSame]") == ["sv", True]


def test_the_language_of_a_visitor_is_remembered_on_the_device(visitor: Visit) -> None:
    page = visitor.go("/login")
    page.get_by_role("contentinfo").get_by_role("button", name="中文").click()
    expect(page.get_by_role("heading", name="登录")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="登录")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "zh-CN"


def test_the_language_of_a_member_is_remembered_on_every_device(
    anna: Visit, site: Served, visits: Callable[..., Visit]
) -> None:
    page = anna.go("/me/account")
    with page.expect_response(lambda answer: answer.request.method == "PATCH"):
        page.get_by_role("main").get_by_role("button", name="Svenska").click()
    elsewhere = visits(site, "phone", member=False)
    page = elsewhere.go("/login")
    elsewhere.logs_in_as(anna.name)
    expect(page.get_by_role("link", name="Utforska", exact=True)).to_be_visible()


def test_days_and_numbers_are_spoken_in_the_language_chosen(site: Served, visits: Callable[..., Visit]) -> None:
    member = visits(site, locale="sv-SE")
    image_id = member.adds(title="sjö")
    member.call("PATCH", f"/images/{image_id}", data={"taken_at": "2026-05-17T09:12:00+02:00"})
    page = member.go("/me/pictures")
    expect(page.get_by_role("heading", name="söndag 17 maj 2026")).to_be_visible()
    expect(page.get_by_role("list", name="söndag 17 maj 2026").get_by_role("link", name="sjö")).to_be_visible()


@pytest.mark.parametrize(
    ("locale", "button", "sentence"),
    [
        ("en-GB", "Upload", "Please select a picture!"),
        ("zh-CN", "上传", "请选择一张图片！"),
        ("sv-SE", "Ladda upp", "Välj en bild!"),
    ],
)
def test_an_empty_upload_says_what_is_missing(
    site: Served, visits: Callable[..., Visit], locale: str, button: str, sentence: str
) -> None:
    page = visits(site, locale=locale).go("/upload")
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_role("alert").filter(has_text=sentence)).to_be_visible()
    expect(chooser(page)).to_be_focused()


@pytest.mark.parametrize(
    ("locale", "change", "levels"),
    [
        ("en-GB", "Change", ("Everyone", "Followers", "Only me")),
        ("zh-CN", "更改", ("所有人可见", "仅粉丝可见", "仅自己可见")),
        ("sv-SE", "Ändra", ("Alla", "Följare", "Bara jag")),
    ],
)
def test_the_three_levels_go_by_their_names(
    site: Served, visits: Callable[..., Visit], locale: str, change: str, levels: tuple[str, ...]
) -> None:
    member = visits(site, locale=locale)
    page = member.go(f"/images/{member.adds(title='-')}")
    page.get_by_role("button", name=change, exact=True).first.click()
    for level in levels:
        expect(page.get_by_role("radio", name=level)).to_be_visible()


@pytest.mark.parametrize(
    ("locale", "label", "category", "count", "refine"),
    [
        ("en-GB", "Search pictures", "landscape", "1 picture", "Shape"),
        ("zh-CN", "搜索图片", "风景", "1 张图片", "版式"),
        ("sv-SE", "Sök bilder", "landskap", "1 bild", "Format"),
    ],
)
def test_search_speaks_the_language_of_the_page(
    site: Served, visits: Callable[..., Visit], locale: str, label: str, category: str, count: str, refine: str
) -> None:
    member = visits(site, locale=locale)
    title = a_word()
    image_id = member.adds_understood(title=title, category="landscape")
    wait_until_found(member, [image_id], q=title)
    page = member.go("/")
    page.get_by_role("combobox", name=label).fill(title)
    page.keyboard.press("Enter")
    expect(page.get_by_text(count, exact=True).first).to_be_visible()
    expect(page.get_by_role("checkbox", name=category)).to_be_visible()
    expect(page.get_by_role("group", name=refine)).to_be_visible()


def chooser(page: Page) -> Locator:
    return page.locator("input[type=file]").first
