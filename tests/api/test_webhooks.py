"""Programs of accounts are told what the account is told: signed, again until it is taken, and nothing hidden."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from cms.extensions import db, now
from cms.settings import Settings
from cms.transaction import writing
from cms.webhooks.models import Delivery, Webhook
from tests.api.test_notifications import happens, told
from tests.people import Person
from tests.services.hook_server import Heard, HookServer, hook_server
from tests.site import Site, open_site
from tests.states import prepared
from workers.schedule import retry_deliveries, sweep

SEND = "send-hook"
HOOKS = "/me/webhooks"


@pytest.fixture
def server() -> Iterator[HookServer]:
    with hook_server() as server:
        yield server


@pytest.fixture
def site(settings: Settings, server: HookServer) -> Site:
    """Whose operator has opened the port of this server."""
    opened = {"fetch_allow": f"127.0.0.1:{server.port}", "public_url": "https://pixels.example"}
    return open_site(settings.model_copy(update=opened))


def hooked(person: Person, url: str, *kinds: str) -> Any:
    answer = person.post(HOOKS, {"url": url, "kinds": kinds or ["like", "follow"]})
    assert answer.status_code == 201, answer.text
    return answer.json


def log_of(person: Person, hook: Any, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = person.get(f"{HOOKS}/{hook['id']}/deliveries", **query).json["items"]
    return found


def states(person: Person, hook: Any) -> list[str]:
    return [one["state"] for one in log_of(person, hook)]


def set_all(site: Site, model: Any, **columns: Any) -> None:
    """Time is a parameter here."""
    with site.app.app_context(), writing():
        db.session.execute(update(model).values(**columns))


def try_again(site: Site) -> None:
    """As if the pause were over."""
    set_all(site, Delivery, next_at=now() - timedelta(seconds=1))
    with site.app.app_context():
        retry_deliveries()
    site.work_off(SEND)


def is_signed(heard: Heard, secret: str) -> bool:
    """By the example in the manual, which knows nothing of how this site signs."""
    example: dict[str, Any] = {}
    exec(Path("docs/webhooks.md").read_text().split("```python\n")[1].split("```")[0], example)
    forged = [example["is_ours"](heard.headers, heard.body + b" ", secret)]
    forged += [example["is_ours"]({**heard.headers, "webhook-id": "other"}, heard.body, secret)]
    return bool(example["is_ours"](heard.headers, heard.body, secret)) and not any(forged)


def test_a_program_is_told_what_its_account_is_told_and_knows_by_whom(
    site: Site, server: HookServer, alice: Person, bob: Person
) -> None:
    hook, image_id = hooked(alice, f"{server.url}/in"), prepared(site, alice, title="Dune")
    happens(site, "like", alice, bob, "image", image_id)
    site.work_off(SEND, times=2)
    [heard], [shown], [logged] = server.heard, told(alice), log_of(alice, hook)
    assert is_signed(heard, hook["secret"])
    assert (heard.path, heard.headers["user-agent"]) == ("/in", "Pixels/0.1.0 (+https://pixels.example)")
    sent = json.loads(heard.body)
    assert (sent["type"], sent["timestamp"][:10], logged["id"]) == (
        "like",
        str(now().date()),
        heard.headers["webhook-id"],
    )
    shown["subject"]["renditions"] = {
        s: f"https://pixels.example{p}" for s, p in shown["subject"]["renditions"].items()
    }
    assert {name: text for name, text in sent["data"].items() if "_at" not in name} == {
        name: text for name, text in shown.items() if "_at" not in name
    }
    assert (logged["kind"], logged["state"], logged["attempts"], logged["status"]) == ("like", "done", 1, 204)


def test_only_chosen_kinds_are_told_and_only_while_it_is_switched_on(
    site: Site, server: HookServer, alice: Person, bob: Person
) -> None:
    hook, image_id = hooked(alice, server.url, "like"), prepared(site, alice)
    bob.put("/people/alice/follow")
    assert alice.patch(f"{HOOKS}/{hook['id']}", {"active": False}).json["state"] == "paused"
    happens(site, "like", alice, bob, "image", image_id)
    site.work_off(SEND)
    assert (server.heard, log_of(alice, hook)) == ([], [])
    assert alice.post(f"{HOOKS}/{hook['id']}/test").status_code == 409


def test_what_is_not_taken_comes_again_after_a_pause_with_the_same_id(
    site: Site, server: HookServer, alice: Person
) -> None:
    hook, server.statuses = hooked(alice, server.url), [500, 302]
    assert alice.post(f"{HOOKS}/{hook['id']}/test").json["kind"] == "ping"
    site.work_off(SEND)
    [logged] = log_of(alice, hook)
    assert (logged["state"], logged["status"], logged["attempts"]) == ("pending", 500, 1)
    assert "500" in logged["error"]
    assert logged["next_at"] > now().isoformat()
    with site.app.app_context():
        retry_deliveries()
    assert site.work_off(SEND) == 0
    try_again(site)
    try_again(site)
    assert len({heard.headers["webhook-id"] for heard in server.heard}) == 1
    assert (len(server.heard), states(alice, hook)) == (3, ["done"])


def test_after_eight_attempts_it_has_failed_and_can_be_replayed(site: Site, server: HookServer, alice: Person) -> None:
    hook, server.statuses = hooked(alice, server.url), [503] * 8
    delivery = alice.post(f"{HOOKS}/{hook['id']}/test").json
    site.work_off(SEND)
    for _ in range(9):
        try_again(site)
    assert (len(server.heard), states(alice, hook)) == (8, ["failed"])
    answer = alice.post(f"{HOOKS}/{hook['id']}/deliveries/{delivery['id']}/replay")
    assert (answer.status_code, answer.json["state"]) == (202, "pending")
    site.work_off(SEND)
    assert (len(server.heard), states(alice, hook)) == (9, ["done"])
    assert server.heard[8].headers["webhook-id"] == delivery["id"]


def test_where_nothing_is_taken_for_days_the_webhook_is_switched_off(
    site: Site, server: HookServer, alice: Person
) -> None:
    hook, server.statuses = hooked(alice, server.url), [500, 500]
    alice.post(f"{HOOKS}/{hook['id']}/test")
    site.work_off(SEND)
    set_all(site, Webhook, failing_since=now() - timedelta(days=4))
    try_again(site)
    assert [one["state"] for one in alice.get(HOOKS).json["items"]] == ["broken"]
    try_again(site)
    assert (len(server.heard), states(alice, hook)) == (2, ["failed"])
    assert alice.patch(f"{HOOKS}/{hook['id']}", {"active": True}).json["state"] == "active"


@pytest.mark.parametrize("hides", ["trash", "blocks", "mutes"])
def test_what_may_not_be_seen_any_more_is_not_sent_nor_replayed(
    site: Site, server: HookServer, alice: Person, bob: Person, hides: str
) -> None:
    hook, image_id = hooked(alice, server.url), prepared(site, alice)
    happens(site, "like", alice, bob, "image", image_id)
    if hides == "trash":
        alice.delete(f"/images/{image_id}")
    else:
        alice.put(f"/me/{hides}/bob")
    site.work_off(SEND)
    assert (server.heard, states(alice, hook)) == ([], ["dropped"])
    alice.post(f"{HOOKS}/{hook['id']}/deliveries/{log_of(alice, hook)[0]['id']}/replay")
    site.work_off(SEND)
    assert (server.heard, states(alice, hook)) == ([], ["dropped"])


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/", "http://localhost/", "http://[::1]/", "http://169.254.169.254/"]
)
def test_an_address_that_is_not_of_everybody_is_refused_by_one_sentence(site: Site, alice: Person, url: str) -> None:
    hook = hooked(alice, url)
    alice.post(f"{HOOKS}/{hook['id']}/test")
    site.work_off(SEND)
    [logged] = log_of(alice, hook)
    assert (logged["state"], logged["status"]) == ("pending", None)
    assert logged["error"] == "This address cannot be reached from here."


@pytest.mark.parametrize(
    "url", ["ftp://example.org/", "https://me:word@example.org/", "words", "https://", "http://a/#b"]
)
def test_what_is_no_address_of_a_program_is_not_taken(alice: Person, url: str) -> None:
    answer = alice.post(HOOKS, {"url": url, "kinds": ["like"]})
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "url")


def test_a_secret_is_told_once_and_kept_sealed(site: Site, alice: Person) -> None:
    hook = hooked(alice, "https://example.org/")
    assert hook["secret"].startswith("whsec_")
    assert "secret" not in alice.get(HOOKS).json["items"][0]
    with site.app.app_context():
        assert hook["secret"][6:] not in db.session.query(Webhook).one().sealed_secret


def test_one_has_ten_webhooks_of_ones_own(alice: Person, bob: Person) -> None:
    made = [hooked(alice, "https://example.org/") for _ in range(10)]
    assert alice.post(HOOKS, {"url": "https://example.org/", "kinds": ["like"]}).status_code == 409
    assert bob.get(HOOKS).json["items"] == []
    assert bob.delete(f"{HOOKS}/{made[0]['id']}").status_code == 404
    assert alice.delete(f"{HOOKS}/{made[0]['id']}").status_code == 204
    assert len(alice.get(HOOKS).json["items"]) == 9


def test_the_log_comes_in_pages_and_goes_after_thirty_days(site: Site, alice: Person) -> None:
    hook = hooked(alice, "http://127.0.0.1:1/")
    for _ in range(3):
        alice.post(f"{HOOKS}/{hook['id']}/test")
    first = alice.get(f"{HOOKS}/{hook['id']}/deliveries", limit=2).json
    assert (len(first["items"]), len(log_of(alice, hook, cursor=first["next"]))) == (2, 1)
    set_all(site, Delivery, created_at=now() - timedelta(days=31))
    with site.app.app_context():
        sweep()
    assert log_of(alice, hook) == []


def test_a_token_needs_to_read_pictures_to_have_them_told(site: Site) -> None:
    writer = site.person("dora", scopes=("account:read", "account:write"))
    assert writer.post(HOOKS, {"url": "https://example.org/", "kinds": ["like"]}).status_code == 403
