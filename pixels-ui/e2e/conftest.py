"""What the browser tests may ask for: Chromium, a site, and people at it."""

import contextlib
import os
import shlex
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from zlib import crc32

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from e2e.served import BUILT, READS_LITTLE, Served, serving
from e2e.visits import Visit, visit

FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
)
expect.set_options(timeout=15_000)


WIDTHS = ("desktop", "phone")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What is the same at a desk and with a phone is tried at one of them, by its name; PIXELS_TEST_FULL tries both.

    A test that was named with its width is always tried; test_sizes.py looks at every page at every width.
    """
    if os.environ.get("PIXELS_TEST_FULL") or any("[" in named for named in config.args):
        return
    left = [item for item in items if width_of(item) not in (None, chosen_width(item))]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if item not in left]


def width_of(item: pytest.Item) -> str | None:
    """The width among the parameters of a browser test that has one."""
    call = getattr(item, "callspec", None)
    if call is None or item.path.parent.name != "e2e":
        return None
    return next((one for one in call.params.values() if one in WIDTHS), None)


def chosen_width(item: pytest.Item) -> str:
    """The same for a test at any width, about as often one as the other."""
    name = item.nodeid.replace("desktop", "").replace("phone", "")
    return WIDTHS[crc32(name.encode()) % len(WIDTHS)]


@contextlib.contextmanager
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """The Chromium of this machine; its shell without a desktop does the same with less work, where it is there."""
    program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if program is None:
        pytest.fail("There is no chromium; on Debian: apt-get install chromium fonts-noto-cjk fonts-noto-color-emoji")
    flags = [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    started = playwright.chromium.launch(executable_path=program, args=flags)
    yield started
    started.close()


@contextlib.contextmanager
def firefox(playwright: Playwright) -> Iterator[Browser]:
    """The Firefox of this machine. It knows no screens of phones, only their width."""
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    if program is None:
        pytest.fail("There is no Firefox; on Debian: apt-get install firefox-esr")
    with tempfile.TemporaryDirectory(prefix="pixels-firefox-") as folder:
        front = Path(folder) / "firefox"
        begin = [sys.executable, str(Path(__file__).with_name("firefox_front.py")), program]
        front.write_text(f'#!/bin/sh\nexec {shlex.join(begin)} "$@"\n')
        front.chmod(0o700)
        started = playwright.firefox.launch(channel="moz-firefox", executable_path=front)
        yield started
        started.close()


BROWSERS = {"chromium": chromium, "firefox": firefox}


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium, or the one that PIXELS_TEST_BROWSER names."""
    begin = BROWSERS[os.environ.get("PIXELS_TEST_BROWSER", "chromium")]
    with sync_playwright() as playwright, begin(playwright) as started:
        yield started


@pytest.fixture(scope="package")
def front_end() -> None:
    if not BUILT.is_file():
        pytest.fail(f"{BUILT} is missing: `make ui` builds the front end")


@pytest.fixture
def fresh_site(front_end: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A site as somebody finds it who has just started it."""
    with serving(tmp_path_factory.mktemp("fresh")) as served:
        yield served


@contextlib.contextmanager
def opened_site(browser: Browser, folder: Path, **settings: str) -> Iterator[Served]:
    """A site whose first account was made at a desk, so that others can register."""
    with serving(folder, **settings) as served:
        first = visit(browser, served, "desktop")
        first.follows_the_link()
        first.context.close()
        assert first.watch.unexpected() == []
        yield served


@pytest.fixture(scope="package")
def site(front_end: None, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A site for all tests, which reads no writing and no grounds."""
    with opened_site(browser, tmp_path_factory.mktemp("site"), **READS_LITTLE) as served:
        yield served


@pytest.fixture(scope="package")
def reading_site(front_end: None, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A site that reads writing and grounds too; a file whose tests need this names it as its `site`."""
    with opened_site(browser, tmp_path_factory.mktemp("reading")) as served:
        yield served


@pytest.fixture
def visits(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Makes visitors, and fails the test when one of their pages did what none may do."""
    made: list[Visit] = []

    def come(site: Served, width: str = "desktop", *, member: bool = True, **more: object) -> Visit:
        made.append(visit(browser, site, width, **more))
        if member:
            made[-1].registers()
        return made[-1]

    yield come
    for one in made:
        one.context.close()
    assert [fault for one in made for fault in one.watch.unexpected()] == []


@pytest.fixture
def anna(site: Served, visits: Callable[..., Visit]) -> Visit:
    """Somebody with an account, at a desk."""
    return visits(site)


@pytest.fixture(params=WIDTHS)
def anyone(request: pytest.FixtureRequest, site: Served, visits: Callable[..., Visit]) -> Visit:
    """Somebody with an account, at a desk and again with a phone."""
    return visits(site, request.param)


@pytest.fixture
def visitor(site: Served, visits: Callable[..., Visit]) -> Visit:
    """Somebody without an account."""
    return visits(site, member=False)
