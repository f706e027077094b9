"""Forty real pictures are found by words of three languages, by facets and by a crop; one that is made private is gone.

Somebody is searching beside: it goes from results, suggestions, facets and searches by picture within five seconds.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from cms.settings import CHECKOUT
from e2e.conftest import serving
from e2e.finding import chips, close_panel, found, panel, results
from e2e.served import Served
from e2e.shots import keep
from e2e.visits import Visit, until, visit

FIXTURES = CHECKOUT.parent / "shared" / "fixtures"
COUNT = 40
MOST_SECONDS = 5
TAG = "side-by-side"
"""On every picture, so that only they are counted."""
SECRET = "glasswing"
"""A tag of the one picture that changes hands."""
CROPPED = "category/architecture/china.jpg"


@dataclass
class Forty:
    """The owner and, by file, the ids of what they showed to everyone."""

    site: Served
    owner: Visit
    ids: dict[str, str]

    def of(self, category: str) -> int:
        return sum(1 for file in self.ids if f"/{category}/" in file)


@pytest.fixture(scope="module")
def forty(front_end: None, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forty]:
    """A site with the pictures, each read and found."""
    if not FIXTURES.is_dir():
        pytest.skip("the shared fixtures are not here")
    with serving(tmp_path_factory.mktemp("forty")) as site:
        owner = visit(browser, site, "desktop")
        owner.follows_the_link()
        ids = {file: sends(owner, file) for file in chosen_files()}
        until(lambda: all_read(owner, ids.values()), "all are read", seconds=240)
        until(lambda: set(ids.values()) <= found(owner, tag=TAG), "all are found")
        yield Forty(site, owner, ids)
        owner.context.close()
        assert owner.watch.unexpected() == []


@pytest.fixture(params=["desktop", "phone"])
def seeker(request: pytest.FixtureRequest, forty: Forty, visits: Callable[..., Visit]) -> Visit:
    """Somebody without an account, beside the owner."""
    return visits(forty.site, request.param, member=False)


@pytest.mark.parametrize(
    ("locale", "label", "word"),
    [("en-GB", "Search pictures", "food"), ("zh-CN", "搜索图片", "美食"), ("sv-SE", "Sök bilder", "mat")],
)
@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_words_of_three_languages_find_the_same(
    forty: Forty, visits: Callable[..., Visit], width: str, locale: str, label: str, word: str
) -> None:
    somebody = visits(forty.site, width, member=False, locale=locale)
    page = somebody.go("/")
    page.get_by_role("combobox", name=label).fill(word)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?**")
    wanted = {forty.ids[file] for file in forty.ids if "/food/" in file}
    until(lambda: wanted <= shown_ids(page), f"{word} shows all food")


def test_facets_narrow_and_widen(forty: Forty, seeker: Visit) -> None:
    page = seeker.go(f"/search?tag={TAG}")
    expect(page.get_by_text(f"{COUNT} pictures", exact=True).first).to_be_visible()
    beside = panel(seeker)
    beside.get_by_role("checkbox", name="animal").last.check()
    expect(chips(page)).to_have_count(2)
    beside.get_by_role("checkbox", name="food").last.check()
    close_panel(seeker)
    expect(chips(page)).to_have_count(3)
    expect(results(page)).to_have_count(forty.of("animal") + forty.of("food"))
    chips(page).get_by_role("button", name="Remove “animal”").click()
    expect(results(page)).to_have_count(forty.of("food"))


def test_a_crop_finds_the_whole(forty: Forty, seeker: Visit) -> None:
    page = seeker.go("/")
    searches_by_crop(page)
    first = page.get_by_role("main").get_by_role("article").first
    expect(first.get_by_role("link", name="china")).to_be_visible()
    keep(page, f"found-by-crop-{'phone' if seeker.is_phone else 'desktop'}")


def test_what_is_made_private_is_gone_at_once_for_everyone_else(forty: Forty, seeker: Visit) -> None:
    """The seeker asks again and again, as somebody types: it has to be gone within five seconds."""
    image_id = forty.ids[CROPPED]
    page = seeker.go(f"/search?tag={SECRET}")
    expect(results(page)).to_have_count(1)
    searches_by_crop(page)
    expect(page.locator(f"a[href='/images/{image_id}']")).to_have_count(1)
    asked = page.url
    assert tells_of(seeker, image_id) == {"results", "suggestions", "tags", "facets", "similar"}
    try:
        forty.owner.call("PATCH", f"/images/{image_id}", data={"privacy": "private"})
        until(lambda: tells_of(seeker, image_id) == set(), "it is told of nowhere", seconds=MOST_SECONDS)
        seeker.go(f"/search?tag={SECRET}")
        expect(page.get_by_role("heading", name="No pictures found")).to_be_visible()
        page.goto(asked)
        expect(page.locator("[aria-busy=true]")).to_have_count(0)
        expect(page.locator(f"a[href='/images/{image_id}']")).to_have_count(0)
        page.get_by_role("combobox", name="Search pictures").press_sequentially(SECRET[:5])
        expect(page.get_by_role("option")).to_have_count(0)
        assert image_id in found(forty.owner, tag=SECRET)
    finally:
        forty.owner.call("PATCH", f"/images/{image_id}", data={"privacy": "public"})
        until(lambda: image_id in found(seeker, tag=SECRET), "it is found again")


def tells_of(seeker: Visit, image_id: str) -> set[str]:
    """Where the search speaks of the picture or of its tag."""
    answer = seeker.call("GET", f"/search?tag={TAG}&limit=100").json()
    suggested = seeker.call("GET", f"/search/suggestions?q={SECRET}").json()["items"]
    tags = seeker.call("GET", f"/tags?q={SECRET}").json()["items"]
    other = next(one["id"] for one in answer["items"] if one["id"] != image_id)
    similar = seeker.call("GET", f"/images/{other}/similar?limit=100").json()["items"]
    told = {
        "results": image_id in found(seeker, tag=SECRET),
        "suggestions": any(one["key"] == SECRET for one in suggested),
        "tags": any(one["key"] == SECRET for one in tags),
        "facets": any(one["key"] == SECRET for one in seeker_facets(seeker)),
        "similar": any(one["image"]["id"] == image_id for one in similar),
    }
    return {name for name, is_told in told.items() if is_told}


def seeker_facets(seeker: Visit) -> list[dict[str, object]]:
    counted: list[dict[str, object]] = seeker.call("GET", "/search?q=china").json()["facets"]["tag"]
    return counted


def searches_by_crop(page: Page) -> None:
    """With the middle of the picture, saved again."""
    page.get_by_role("button", name="Search by picture").click()
    sent = {"name": "crop.jpg", "mimeType": "image/jpeg", "buffer": crop(FIXTURES / CROPPED)}
    page.get_by_role("dialog", name="Search by picture").locator("input[type=file]").first.set_input_files(sent)
    page.wait_for_url("**/search/picture/**")
    expect(page.locator("[aria-busy=true]")).to_have_count(0)


def crop(path: Path) -> bytes:
    with Image.open(path) as whole:
        width, height = whole.size
        part = whole.convert("RGB").crop((width // 10, height // 10, width * 9 // 10, height * 9 // 10))
    out = io.BytesIO()
    part.save(out, "JPEG", quality=80)
    return out.getvalue()


def chosen_files() -> list[str]:
    """Of each kind some, the one to be cropped among them."""
    with (FIXTURES / "manifest.csv").open(encoding="utf-8", newline="") as file:
        names = [row["file"] for row in csv.DictReader(file) if row["file"].startswith("category/")]
    kinds = ("animal", "food", "landscape", "architecture", "document")
    by_kind = [sorted(name for name in names if f"/{kind}/" in name)[: COUNT // len(kinds)] for kind in kinds]
    files = [name for part in by_kind for name in part]
    return [CROPPED, *(name for name in files if name != CROPPED)][:COUNT]


def sends(owner: Visit, file: str) -> str:
    """To everyone, under its name, with its category."""
    path = FIXTURES / file
    told = {"title": path.stem, "privacy": "public", "category": path.parent.name, "tags": TAG}
    image_id = owner.adds(path.read_bytes(), name=path.name, **told)
    if file == CROPPED:
        owner.call("PATCH", f"/images/{image_id}", data={"tags": [TAG, SECRET]})
    return image_id


def all_read(owner: Visit, ids: Iterable[str]) -> bool:
    return all(owner.image(one)["understanding"] == "ready" for one in ids)


def shown_ids(page: Page) -> set[str]:
    links = page.locator("main article a[href^='/images/']").evaluate_all("all => all.map(one => one.pathname)")
    return {str(link).rsplit("/", 1)[-1] for link in links}
