"""Getting in and staying safe: codes, recovery codes, passkeys, captchas, mails, tokens, and leaving."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from e2e.mails import mailed_link
from e2e.served import Served, serving
from e2e.visits import PASSWORD, Visit, only_in_chromium, until, visit
from tests.services.processes import free_port

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def named_site(front_end: None, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A site asked for by a name: browsers make no passkeys for a number."""
    port = free_port()
    settings = {"PIXELS_PORT": port, "PIXELS_PUBLIC_URL": f"http://localhost:{port}"}
    with serving(tmp_path_factory.mktemp("named"), **settings) as served:
        served.address = f"http://localhost:{port}"
        first = visit(browser, served, "desktop")
        first.follows_the_link()
        first.context.close()
        yield served


@pytest.fixture(scope="module")
def closed_site(front_end: None, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A site that takes new accounts by invitation alone, not yet begun."""
    with serving(tmp_path_factory.mktemp("closed"), PIXELS_REGISTRATION="invite") as served:
        yield served


def test_a_code_is_asked_for_after_the_password(anyone: Visit) -> None:
    page = anyone.go("/me/security")
    secret, used = turn_totp_on(page)
    codes = page.get_by_role("group", name="Recovery codes").get_by_role("listitem")
    expect(codes).to_have_count(10)
    recovery = codes.first.inner_text()
    page.get_by_role("button", name="I have kept it").click()
    anyone.watch.expect("status of 401")
    log_out(anyone)
    page = anyone.go("/login")
    anyone.logs_in_as(anyone.name)
    page.get_by_label("Code").fill(used)
    anyone.enters()
    expect(page.get_by_text("This code is not right, or it was used before.")).to_be_visible()
    page.get_by_label("Code").fill(pyotp.TOTP(secret).at(datetime.now(UTC), counter_offset=1))
    anyone.enters()
    expect(page.get_by_role("heading", name="Explore")).to_be_visible()
    anyone.begins()
    log_out(anyone)
    page = anyone.go("/login")
    anyone.logs_in_as(anyone.name)
    page.get_by_label("Code").fill(recovery)
    anyone.enters()
    expect(page.get_by_role("heading", name="Explore")).to_be_visible()


def test_a_passkey_opens_the_account_without_a_password(named_site: Served, visits: Callable[..., Visit]) -> None:
    anna = visits(named_site)
    only_in_chromium(anna.context.browser, "make up devices that hold passkeys")
    devices = anna.context.new_cdp_session(anna.page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    page = anna.go("/me/security")
    page.get_by_role("button", name="Add a passkey").click()
    dialog = page.get_by_role("dialog", name="Add a passkey")
    dialog.get_by_label("What to call it").fill("This desk")
    dialog.get_by_label("Your password").fill(PASSWORD)
    dialog.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("list", name="Passkeys").get_by_text("This desk")).to_be_visible()
    anna.begins()
    log_out(anna)
    page = anna.go("/login")
    page.get_by_role("button", name="Log in with a passkey").click()
    expect(page.get_by_role("heading", name="Explore")).to_be_visible()
    expect(page.get_by_role("button", name=f"Account of {anna.name}")).to_be_visible()


def test_digits_are_asked_for_after_wrong_passwords(anyone: Visit) -> None:
    anyone.watch.expect("status of 401", "status of 422")
    log_out(anyone)
    page = anyone.go("/login")
    answers: list[int] = []
    while 422 not in answers:
        assert len(answers) < 6, answers
        page.get_by_label("Name or e-mail").fill(anyone.name)
        page.get_by_label("Password").fill("wrong entirely")
        answers.append(anyone.enters())
    digits = page.get_by_label("The digits in the picture")
    expect(digits).to_be_visible()
    with page.expect_response(re.compile("/audio")) as heard:
        page.get_by_role("button", name="Play the digits").click()
    assert heard.value.headers["content-type"] == "audio/wav"
    before = anyone.captcha_id()
    page.get_by_role("button", name="Another one").click()
    until(lambda: anyone.captcha_id() != before, "there are other digits")
    page.get_by_label("Password").fill(PASSWORD)
    digits.fill(anyone.site.digits(anyone.captcha_id()))
    anyone.enters()
    expect(page.get_by_role("heading", name="Explore")).to_be_visible()


def test_somebody_registers_with_the_digits(site: Served, visits: Callable[..., Visit]) -> None:
    visitor = visits(site, "phone", member=False)
    visitor.watch.expect("status of 422")
    page = visitor.go("/register")
    fill_registration(page, "newcomer")
    page.get_by_label("The digits in the picture").fill("1")
    before = visitor.captcha_id()
    page.get_by_role("main").get_by_role("button", name="Create account").click()
    until(lambda: visitor.captcha_id() != before, "there are other digits")
    page.get_by_label("The digits in the picture").fill(site.digits(visitor.captcha_id()))
    page.get_by_role("main").get_by_role("button", name="Create account").click()
    expect(page.get_by_text("Welcome, newcomer.")).to_be_visible()


def test_an_invitation_lets_one_other_person_in(closed_site: Served, visits: Callable[..., Visit]) -> None:
    first = visits(closed_site, member=False)
    first.follows_the_link()
    page = first.go("/me/security")
    page.get_by_role("button", name="Invite somebody").click()
    link = page.locator(".link-text").inner_text()
    visitor = visits(closed_site, "phone", member=False)
    page = visitor.go("/register")
    expect(page.get_by_text("Accounts are by invitation").first).to_be_visible()
    page.goto(link.replace(urlsplit(link).netloc, urlsplit(closed_site.address).netloc))
    fill_registration(page, "guest")
    page.get_by_label("The digits in the picture").fill(closed_site.digits(visitor.captcha_id()))
    page.get_by_role("main").get_by_role("button", name="Create account").click()
    expect(page.get_by_text("Welcome, guest.")).to_be_visible()


def test_an_address_is_confirmed_and_a_password_recovered_by_mail(anyone: Visit) -> None:
    page = anyone.page
    page.goto(mailed_link(anyone, "confirm"))
    expect(page.get_by_text("Your e-mail address is confirmed.")).to_be_visible()
    log_out(anyone)
    page = anyone.go("/login")
    page.get_by_role("link", name="Forgot your password?").click()
    page.get_by_label("E-mail", exact=True).fill(f"{anyone.name}@example.org")
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_text("a mail with a link is on its way")).to_be_visible()
    page.goto(mailed_link(anyone, "recover"))
    page.get_by_label("New password").fill("an entirely other phrase")
    page.get_by_role("button", name="Save and log in").click()
    expect(page.get_by_text("Your password is changed.")).to_be_visible()


def test_a_token_is_made_shown_once_and_revoked(anyone: Visit) -> None:
    page = anyone.go("/me/security")
    page.get_by_role("button", name="New token").click()
    form = page.get_by_role("form", name="New token")
    form.get_by_role("button", name="Make the token").click()
    expect(form.get_by_text("Choose at least one.")).to_be_visible()
    form.get_by_label("What it is for").fill("Backup")
    form.get_by_role("checkbox", name="images:read").check()
    form.get_by_role("button", name="Make the token").click()
    shown = page.get_by_role("group", name="The new token")
    expect(shown.locator("code")).not_to_be_empty()
    shown.get_by_role("button", name="I have kept it").click()
    expect(shown).to_be_hidden()
    page.get_by_role("button", name="Revoke Backup").click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(page.get_by_role("button", name="Revoke Backup")).to_have_count(0)


def test_logging_out_everywhere_ends_this_login_too(anna: Visit, site: Served, visits: Callable[..., Visit]) -> None:
    elsewhere = visits(site, "phone", member=False)
    elsewhere.go("/login")
    elsewhere.logs_in_as(anna.name)
    expect(elsewhere.page.get_by_role("heading", name="Explore")).to_be_visible()
    page = anna.go("/me/security")
    expect(page.get_by_role("list", name="Where you are logged in").get_by_role("listitem")).to_have_count(2)
    page.get_by_role("button", name="Log out everywhere").click()
    page.get_by_role("dialog").get_by_role("button", name="Log out everywhere").click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    elsewhere.page.goto(site.address + "/me/pictures")
    expect(elsewhere.page.get_by_role("heading", name="Log in")).to_be_visible()


def test_an_account_is_deleted_by_password_and_name(anyone: Visit) -> None:
    anyone.watch.expect("status of 422", "status of 401")
    page = anyone.go("/me/account")
    page.get_by_role("button", name="Delete account…").click()
    dialog = page.get_by_role("dialog", name="Delete your account for ever?")
    dialog.get_by_label(f"Type {anyone.name} to confirm").fill("somebody else")
    dialog.get_by_label("Your password").fill(PASSWORD)
    dialog.get_by_role("button", name="Delete for ever").click()
    expect(dialog.get_by_text("This is not the name of your account.")).to_be_visible()
    dialog.get_by_label(f"Type {anyone.name} to confirm").fill(anyone.name)
    dialog.get_by_role("button", name="Delete for ever").click()
    expect(page.get_by_text("Your account is deleted.")).to_be_visible()


def fill_registration(page: Page, name: str) -> None:
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("E-mail").fill(f"{name}@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)


def turn_totp_on(page: Page) -> tuple[str, str]:
    """The secret of the app, and the code that showed it."""
    page.get_by_role("button", name="Set up").click()
    dialog = page.get_by_role("dialog", name="Set up two-factor")
    dialog.get_by_label("Your password").fill(PASSWORD)
    dialog.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("img", name="QR code")).to_be_visible()
    secret = page.locator(".totp__secret").inner_text()
    code = pyotp.TOTP(secret).now()
    page.get_by_label("First code from the app").fill(code)
    page.get_by_role("button", name="Turn on").click()
    return secret, code


def log_out(visit: Visit) -> None:
    visit.call("DELETE", "/session")
