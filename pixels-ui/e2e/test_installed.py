"""The site as an app of a device: it can be installed, and takes what other apps share to it."""

import base64
from collections.abc import Callable

from playwright.sync_api import Browser, expect

from e2e.served import Served
from e2e.shots import keep
from e2e.visits import Visit, only_in_chromium
from tests.factories import picture

STARTS = """async () => {
    const { scope } = await navigator.serviceWorker.register('/worker.js', { scope: '/' });
    await navigator.serviceWorker.ready;
    return scope;
}"""
SHARES = """async ([name, data]) => {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    const chosen = new DataTransfer();
    chosen.items.add(new File([bytes], name, { type: 'image/jpeg' }));
    const form = Object.assign(document.createElement('form'), {
        action: '/share-target', method: 'post', enctype: 'multipart/form-data',
    });
    const input = Object.assign(document.createElement('input'), { type: 'file', name: 'files' });
    input.files = chosen.files;
    form.append(input);
    document.body.append(form);
    form.submit();
}"""


def test_it_can_be_installed_and_a_shared_picture_waits_to_be_sent(
    browser: Browser, site: Served, visits: Callable[..., Visit]
) -> None:
    only_in_chromium(browser, "can a site be shared to")
    bo = visits(site, "phone")
    page = bo.go("/")
    app = page.context.new_cdp_session(page)
    assert app.send("Page.getAppManifest")["errors"] == []
    assert app.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
    page.evaluate(STARTS)
    page.goto(f"{site.address}/")
    page.evaluate(SHARES, ["小山.jpg", base64.b64encode(picture()).decode()])
    expect(page).to_have_url(f"{site.address}/upload")
    expect(page.get_by_text("小山")).to_be_visible()
    keep(page, "shared")
