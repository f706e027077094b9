"""Somebody at a browser: a context of its own at one width, logged in or not, and the API with the same cookies."""

import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import APIResponse, Browser, BrowserContext, Page, expect

from e2e.served import Served
from e2e.watching import Watch
from e2e.words import said
from tests.factories import picture

PASSWORD = "correct horse battery"
NEEDS_DIGITS = 422
DESKTOP: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}
WIDTHS = {"desktop": DESKTOP, "phone": PHONE}
_numbers = itertools.count(1)


@dataclass
class Visit:
    """`adds` and `image` go past the pages, to prepare what a test looks at."""

    site: Served
    context: BrowserContext
    page: Page
    watch: Watch
    locale: str
    name: str = ""
    token: str = field(default="", repr=False)

    @property
    def is_phone(self) -> bool:
        return (self.page.viewport_size or {"width": 0})["width"] < 640

    @property
    def width(self) -> str:
        return "phone" if self.is_phone else "desktop"

    def says(self, key: str, **values: str) -> str:
        """What the interface says at this key in the language of this browser."""
        return said(self.locale, key, **values)

    def go(self, path: str) -> Page:
        """Open a page, afresh."""
        self.page.goto(self.site.address + path)
        self.page.locator("main h1").first.wait_for()
        return self.page

    def call(self, method: str, path: str, **more: Any) -> APIResponse:
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(self.site.address))
        headers = {"X-CSRFToken": self.token, "Origin": origin, "Accept-Language": self.locale}
        address = f"{self.site.address}/api/v1{path}"
        answer = self.context.request.fetch(address, method=method, headers=headers, max_retries=2, **more)
        assert answer.ok, f"{method} {path}: {answer.status} {answer.text()}"
        return answer

    def begins(self) -> None:
        """Take the token that changes must carry."""
        self.token = self.call("GET", "/session").json()["csrf_token"]

    def registers(self, name: str = "") -> None:
        """Make an account and be logged in."""
        self.name = name or f"anna{next(_numbers)}"
        self.begins()
        self.call("POST", "/accounts", data={**account(self.name), **self.solved()})
        self.begins()

    def solved(self) -> dict[str, str]:
        """A captcha with its digits, as somebody reads them who knows the site's secret."""
        captcha_id = self.call("GET", "/captcha").json()["id"]
        return {"captcha_id": captcha_id, "captcha": self.site.digits(captcha_id)}

    def logs_in_as(self, name: str) -> None:
        """On the page for it, which is open; with digits where others at this address have failed before."""
        self.page.get_by_label("Name or e-mail").fill(name)
        self.page.get_by_label("Password").fill(PASSWORD)
        if self.enters() == NEEDS_DIGITS:
            self.watch.expect(r"status of 422.*/api/v1/session\)")
            self.page.get_by_label("The digits in the picture").fill(self.site.digits(self.captcha_id()))
            self.enters()

    def enters(self) -> int:
        """Press "Log in"; the status of the answer."""
        with self.page.expect_response("**/api/v1/session") as answer:
            self.page.get_by_role("main").get_by_role("button", name="Log in", exact=True).click()
        return answer.value.status

    def captcha_id(self) -> str:
        """Of the captcha on the page."""
        source = self.page.locator("img.captcha__picture").get_attribute("src") or ""
        return urlsplit(source).path.split("/")[-2]

    def follows_the_link(self) -> None:
        """Make the first account on its page."""
        self.page.goto(self.site.link)
        for label, text in zip(("Name", "E-mail", "Password"), account("ada").values(), strict=True):
            self.page.get_by_label(label, exact=True).fill(text)
        self.page.get_by_role("button", name="Create account and begin").click()
        expect(self.page.get_by_text("Welcome, ada.")).to_be_visible()
        self.begins()

    def adds(self, file: bytes | None = None, *, name: str = "a.jpg", **fields: str) -> str:
        """Send a picture; its id."""
        sent = {"name": name, "mimeType": "image/jpeg", "buffer": file or picture(size=(640, 420))}
        return str(self.call("POST", "/images", multipart={"file": sent, **fields}).json()["id"])

    def image(self, image_id: str) -> dict[str, Any]:
        found: dict[str, Any] = self.call("GET", f"/images/{image_id}").json()
        return found

    def adds_understood(self, file: bytes | None = None, **fields: str) -> str:
        """Send a picture and wait until the models have read it."""
        image_id = self.adds(file, **fields)
        until(lambda: self.image(image_id)["understanding"] == "ready", f"{image_id} is understood")
        return image_id


def account(name: str) -> dict[str, str]:
    return {"name": name, "email": f"{name}@example.org", "password": PASSWORD}


def visit(browser: Browser, site: Served, width: str, **more: Any) -> Visit:
    """A new visitor at this width."""
    told = {"locale": "en-GB", "timezone_id": "Europe/Stockholm", "color_scheme": "light", **WIDTHS[width], **more}
    if is_firefox(browser):
        told.pop("is_mobile", None)
    context = browser.new_context(**told)
    context.set_default_timeout(15_000)
    watch = Watch()
    watch.follow(context)
    return Visit(site, context, context.new_page(), watch, told["locale"])


def is_firefox(browser: Browser | None) -> bool:
    return browser is not None and browser.browser_type.name == "firefox"


def only_in_chromium(browser: Browser | None, does: str) -> None:
    """Leave a test out in Firefox, of which the tools of tests cannot do this."""
    if is_firefox(browser):
        pytest.skip(f"only in Chromium tests {does}")


def until(condition: Callable[[], bool], what: str, *, seconds: float = 45) -> None:
    """Return as soon as it holds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        time.sleep(0.2)
