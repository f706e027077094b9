"""A device is asked when its switch is pressed, shows what it is told, and can be removed from another one."""

import json
import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from e2e.axe import barriers
from e2e.served import Served
from e2e.shots import keep
from e2e.test_sizes import BEYOND
from e2e.visits import Visit, only_in_chromium, until, visit
from tests.services.push_browser import PushBrowser

HAS_A_PUSH_SERVICE = "PushManager.prototype.subscribe = async () => ({ options: {}, toJSON: () => (%s) });"
"""A browser in tests has none; everything else is its own."""

NO_SANDBOX = ["--no-sandbox"] if os.geteuid() == 0 else []
SHOWN = """async () => {
    const registration = await navigator.serviceWorker.ready;
    return (await registration.getNotifications()).map((one) => [one.title, one.body, one.tag, one.data.url]);
}"""


@pytest.fixture
def shows(browser: Browser, site: Served) -> Iterator[Visit]:
    """Somebody with a phone's width in the whole Chromium: its shell shows no notifications."""
    only_in_chromium(browser, "can a message be delivered by hand")
    program = shutil.which("chromium") or pytest.fail("There is no chromium")
    started = browser.browser_type.launch(executable_path=program, args=NO_SANDBOX)
    made = visit(started, site, "phone")
    made.context.grant_permissions(["notifications"], origin=site.address)
    made.context.add_init_script(HAS_A_PUSH_SERVICE % json.dumps(PushBrowser().subscription("https://push.example/1")))
    made.registers()
    yield made
    started.close()
    assert made.watch.unexpected() == []


def test_a_device_is_switched_on_and_shows_what_it_is_told(
    site: Served, shows: Visit, visits: Callable[..., Visit]
) -> None:
    bo = visits(site)
    hill = shows.adds_understood(title="hill", privacy="public")
    bo.call("PUT", f"/images/{hill}/like")
    [note] = shows.call("GET", "/notifications").json()["items"]
    page = shows.go("/me/account#notifications")
    push_service, known = shows.context.new_cdp_session(page), []
    push_service.on("ServiceWorker.workerRegistrationUpdated", lambda told: known.extend(ids_in(told)))
    push_service.send("ServiceWorker.enable")
    assert page.evaluate("navigator.serviceWorker.getRegistrations()") == []
    this_device(page)
    expect(page.get_by_role("switch", name="Notify this device")).to_be_checked()
    expect(page.get_by_role("switch", name="On devices: Likes")).to_be_checked()
    deliver(push_service, site, known[0], {"title": "as it was", "tag": note["id"]})
    until(lambda: len(page.evaluate(SHOWN)) == 1, "the message is shown", seconds=15)
    title, _body, tag, address = page.evaluate(SHOWN)[0]
    assert (title, tag, address) == (f'{bo.name} liked "hill"', note["id"], f"{site.address}/images/{hill}")
    page.get_by_role("heading", name="On your devices").scroll_into_view_if_needed()
    keep(page, "devices-phone")
    assert barriers(page) == []
    assert page.evaluate(BEYOND) == []


def test_another_device_is_removed_here_and_one_that_was_forbidden_says_so(
    site: Served, anna: Visit, visits: Callable[..., Visit]
) -> None:
    anna.call("POST", "/me/push", data=PushBrowser().subscription("https://push.example/2"))
    elsewhere = visits(site, member=False)
    elsewhere.go("/login")
    elsewhere.logs_in_as(anna.name)
    expect(elsewhere.page.get_by_role("link", name="Explore", exact=True)).to_be_visible()
    page = elsewhere.go("/me/account#notifications")
    this_device(page)
    expect(page.get_by_text("You have forbidden this site")).to_be_visible()
    page.get_by_role("list", name="Other devices").get_by_role("button", name="Remove").click()
    expect(page.get_by_role("list", name="Other devices")).to_have_count(0)
    assert anna.call("GET", "/me/push").json()["items"] == []


def ids_in(told: dict[str, list[dict[str, str]]]) -> list[str]:
    return [one["registrationId"] for one in told["registrations"]]


def deliver(push_service: CDPSession, site: Served, registration: str, message: dict[str, str]) -> None:
    at = {"origin": site.address, "registrationId": registration}
    push_service.send("ServiceWorker.deliverPushMessage", {**at, "data": json.dumps(message)})


def this_device(page: Page) -> None:
    """Press the switch, whose input lies below its drawing."""
    page.get_by_role("switch", name="Notify this device").press("Space")
