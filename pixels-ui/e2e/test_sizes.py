"""Narrow windows, large text and less motion: nothing is cut, nothing slides."""

import pytest
from playwright.sync_api import Page, expect

from e2e.visits import Visit, is_firefox

PATHS = (
    "/",
    "/following",
    "/for-you",
    "/upload",
    "/me/pictures",
    "/me/albums",
    "/me/collections",
    "/me/notifications",
    "/me/trash",
    "/me/reports",
    "/me/decisions",
    "/me/requests",
    "/me/blocked",
    "/me/account",
    "/me/security",
    "/images/{image}",
    "/albums/{album}",
    "/s/{token}",
    "/people/{name}",
    "/people/{name}/followers",
    "/recover",
    "/nowhere",
    "/search",
    "/search?category=landscape&layout=wide&colour=red:20&colour=%233366cc&taken_from=2000-01-01&rating_min=2",
    "/search/picture/{asked}?image={image}",
    "/tags",
    "/help",
    "/help/albums",
    "/help/search",
    "/takedown",
    "/transparency",
    "/saved",
    "/classes",
    "/me/copies",
    "/me/edits",
    "/me/crawls",
    "/help/web",
)


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_cut_at_320_pixels_or_at_twice_the_size_and_nothing_slides(anna: Visit, path: str) -> None:
    anna.page.emulate_media(reduced_motion="reduce")
    page = opened(anna, path, width=320)
    assert page.evaluate(BEYOND) == [], "at 320 pixels"
    page.set_viewport_size({"width": 1280, "height": 700})
    if not is_firefox(anna.context.browser):  # which cannot be told to want less motion
        assert page.evaluate(MOVING) == [], "for people who want less motion"
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%', 'important')")
    assert page.evaluate(BEYOND) == [], "with text of twice the size"
    assert page.evaluate(CUT) == [], "with text of twice the size"


BEYOND = """() => {
  if (document.documentElement.scrollWidth <= innerWidth) return [];
  const beyond = element => element.getBoundingClientRect().right > innerWidth + 1 && element.checkVisibility();
  return [...document.querySelectorAll("body *")].filter(beyond).map(element => element.outerHTML.slice(0, 120));
}"""
CUT = """() => {
  const isCut = element => {
    const style = getComputedStyle(element);
    const hides = style.overflowX !== "visible" && style.textOverflow !== "ellipsis" && style.clipPath === "none";
    return hides && style.overflowX === "hidden" && element.scrollWidth > element.clientWidth + 1;
  };
  const right = element => element.getBoundingClientRect().right;
  const around = element => element.closest("section, form, header, main, nav, footer") ?? document.body;
  const sticksOut = element => right(element) > right(around(element)) + 1;
  const texts = [...document.querySelectorAll("main *, header *, nav *")].filter(element => element.textContent.trim());
  const controls = [...document.querySelectorAll("button, input, select, textarea")];
  return [...texts.filter(isCut), ...controls.filter(sticksOut)]
    .filter(element => element.checkVisibility())
    .map(element => element.outerHTML.slice(0, 120));
}"""
MOVING = """() => [...document.querySelectorAll("body *")]
  .filter(element => {
    const { transitionDuration, animationDuration, animationName } = getComputedStyle(element);
    const seconds = text => Math.max(...text.split(",").map(parseFloat));
    return seconds(transitionDuration) > 0.01 || (animationName !== "none" && seconds(animationDuration) > 0.01);
  })
  .map(element => element.outerHTML.slice(0, 120))"""


def opened(visit: Visit, path: str, *, width: int) -> Page:
    visit.watch.expect("status of 404")
    image_id = visit.adds_understood(title="A lake with a rather long name", privacy="public")
    visit.call("DELETE", f"/images/{visit.adds(title='gone')}")
    visit.page.set_viewport_size({"width": width, "height": 700})
    made = {"title": "Lakes with a rather long name", "category": "landscape", "images": [image_id]}
    album_id = visit.call("POST", "/albums", data=made).json()["id"]
    asked = visit.call("POST", "/reverse-searches", data={"image": image_id}).json()["id"]
    token = shared(visit, album_id) if "{token}" in path else ""
    page = visit.go(path.format(image=image_id, album=album_id, name=visit.name, asked=asked, token=token))
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    return page


def shared(visit: Visit, album_id: str) -> str:
    """The secret of a link to an album with another below it, by which everything may be done that links allow."""
    below = {"title": "More lakes with a name that is longer still", "category": "landscape", "parent": album_id}
    visit.call("POST", "/albums", data=below)
    terms = {"download": True, "metadata": True, "upload": True}
    return str(visit.call("POST", f"/albums/{album_id}/links", data=terms).json()["token"])
