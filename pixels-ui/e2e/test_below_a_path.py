"""A site that shares its name with others: all of it lies below the path of PIXELS_PUBLIC_URL."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Request, expect

from e2e.served import Served, serving
from e2e.visits import Visit, until
from tests.services.processes import free_port

PATH = "/our/pictures"


@pytest.fixture
def site_below(front_end: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    port = free_port()
    address = f"http://127.0.0.1:{port}{PATH}"
    folder = tmp_path_factory.mktemp("below")
    with serving(folder, PIXELS_PORT=port, PIXELS_PUBLIC_URL=address) as served:
        yield replace(served, address=address)


def test_a_browser_asks_for_nothing_outside_the_path(site_below: Served, visits: Callable[..., Visit]) -> None:
    ada = visits(site_below, member=False)
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(urlsplit(request.url).path)

    ada.page.on("request", note)
    assert urlsplit(site_below.link).path.startswith(f"{PATH}/welcome/")
    ada.follows_the_link()
    image_id = ada.adds_understood(title="lake", privacy="public")
    page = ada.go(f"/images/{image_id}")
    shown = page.locator("main img").first
    expect(shown).to_be_visible()
    until(lambda: bool(shown.evaluate("picture => picture.naturalWidth > 0")), "its bytes are there")
    page.get_by_role("link", name="Explore").first.click()
    page.wait_for_url(f"**{PATH}/")
    ada.go("/search?q=lake").locator("main a img").first.click()
    page.wait_for_url(f"**{PATH}/images/{image_id}")
    for path in ("/admin/", "/admin/state/", "/admin/held/", "/api/docs"):
        page.goto(site_below.address + path)
        page.wait_for_load_state()
        assert page.url.startswith(site_below.address), page.url
    assert [path for path in asked if not path.startswith(f"{PATH}/")] == []
