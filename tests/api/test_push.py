"""Devices show what their account is told: for their eyes alone, while somebody is logged in there, nothing hidden."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from pydantic import SecretStr
from sqlalchemy import update

from cms.access.viewer import Role
from cms.extensions import db, now
from cms.push.encryption import encrypted, unwritten
from cms.push.models import PushDelivery, PushDevice
from cms.push.vapid import key_pair, public_key_of
from cms.settings import Settings
from cms.transaction import writing
from tests.api.moderating import reported_and_decided
from tests.api.test_notifications import happens, says
from tests.people import Browser, Person
from tests.services.hook_server import HookServer, hook_server
from tests.services.push_browser import PushBrowser, bytes_of, claims_in, text_of
from tests.site import Site, open_site
from tests.states import prepared
from workers.schedule import retry_deliveries

SEND, PUSH = "send-push", "/me/push"
FIREFOX = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0"}


@pytest.fixture
def server() -> Iterator[HookServer]:
    with hook_server() as server:
        yield server


@pytest.fixture
def site(settings: Settings, server: HookServer) -> Iterator[Site]:
    """Whose operator has opened the port of this push service."""
    opened = {"fetch_allow": f"127.0.0.1:{server.port}", "public_url": "https://pixels.example"}
    made = open_site(settings.model_copy(update=opened))
    yield made
    with made.app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def keys() -> PushBrowser:
    return PushBrowser()


@pytest.fixture
def page(site: Site, alice: Person) -> Browser:
    return site.logged_in(alice.name)


def told_here(page: Person, keys: PushBrowser, endpoint: str) -> Any:
    answer = page.post(PUSH, keys.subscription(endpoint), headers=FIREFOX)
    assert answer.status_code == 200, answer.text
    return answer.json


def devices(person: Person) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = person.get(PUSH).json["items"]
    return found


def left(site: Site) -> int:
    """How many things are still to be told."""
    with site.app.app_context():
        return db.session.query(PushDelivery).count()


def liked(site: Site, alice: Person, bob: Person, title: str = "Dune") -> str:
    image_id = prepared(site, alice, title=title)
    happens(site, "like", alice, bob, "image", image_id)
    return image_id


def try_again(site: Site) -> None:
    """As if the pause were over."""
    with site.app.app_context():
        with writing():
            db.session.execute(update(PushDelivery).values(next_at=now() - timedelta(seconds=1)))
        retry_deliveries()
    site.work_off(SEND)


def test_a_message_is_encrypted_as_in_the_example_of_rfc_8291() -> None:
    """Appendix A: keys, salt and text in, the body out; and its reader reads it."""
    browser = int.from_bytes(bytes_of("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"))
    sender = int.from_bytes(bytes_of("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"))
    keys = PushBrowser(browser, bytes_of("BTBZMqHH6r4Tts7J_aSIgg"))
    body = encrypted(
        b"When I grow up, I want to be a watermelon",
        public_key="BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        secret="BTBZMqHH6r4Tts7J_aSIgg",
        own=ec.derive_private_key(sender, ec.SECP256R1()),
        salt=unwritten("DGv6ra1nlYgDCS1FRnbzlw"),
    )
    assert text_of(body) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
        "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )
    assert keys.read(body) == b"When I grow up, I want to be a watermelon"


def test_a_device_is_told_in_words_of_its_account_that_nobody_else_can_read(
    site: Site, server: HookServer, page: Browser, keys: PushBrowser, alice: Person, bob: Person
) -> None:
    alice.patch("/me", {"language": "sv"})
    told_here(page, keys, f"{server.url}/device")
    image_id = prepared(site, alice, title="Dune 沙", privacy="public")
    says(bob, image_id, "Fint!\n\nVar?")
    site.work_off(SEND, times=2)
    [heard], notification = server.heard, alice.get("/notifications").json["items"][0]["id"]
    assert page.get(f"{PUSH}/notifications/{notification}").json == json.loads(keys.read(heard.body))
    assert json.loads(keys.read(heard.body)) == {
        "title": 'Bob skrev om "Dune 沙"',
        "body": "Fint! Var?",
        "url": f"https://pixels.example/images/{image_id}",
        "tag": notification,
    }
    assert (heard.path, heard.headers["content-encoding"], heard.headers["topic"]) == (
        "/device",
        "aes128gcm",
        notification,
    )
    assert (heard.headers["ttl"], left(site)) == ("86400", 0)


def test_a_push_service_knows_this_site_by_the_key_that_browsers_were_told_in_every_process(
    site: Site, settings: Settings, server: HookServer, page: Browser, keys: PushBrowser, alice: Person, bob: Person
) -> None:
    told_here(page, keys, server.url)
    liked(site, alice, bob)
    site.work_off(SEND)
    key_pair.cache_clear()
    assert page.get(PUSH).json["public_key"] == public_key_of(settings.secret)
    claims = claims_in(server.heard[0], public_key_of(settings.secret))
    assert (claims["aud"], claims["sub"]) == (server.url, "https://pixels.example")
    assert 0 < claims["exp"] - now().timestamp() < 86_400


@pytest.mark.parametrize("wish", [{"push": False}, {"app": False}])
def test_only_kinds_that_are_switched_on_are_told_to_devices(
    site: Site, server: HookServer, page: Browser, keys: PushBrowser, alice: Person, bob: Person, wish: Any
) -> None:
    told_here(page, keys, server.url)
    before = liked(site, alice, bob)
    shown = alice.patch("/me/notification-settings", {"kinds": {"like": wish}}).json["kinds"]
    assert shown["like"] == {"app": True, "mail": False, "push": True} | wish
    happens(site, "like", alice, site.person("carol"), "image", before)
    assert left(site) == 1
    site.work_off(SEND)
    assert (server.heard, left(site)) == ([], 0)


@pytest.mark.parametrize("what", ["hidden", "blocked", "read"])
def test_what_is_hidden_or_read_meanwhile_is_not_told(
    site: Site, server: HookServer, page: Browser, keys: PushBrowser, alice: Person, bob: Person, what: str
) -> None:
    told_here(page, keys, server.url)
    image_id = liked(site, alice, bob)
    shown = alice.get("/notifications").json["items"][0]["id"]
    assert page.get(f"{PUSH}/notifications/{shown}").json["tag"] == shown
    if what == "hidden":
        alice.delete(f"/images/{image_id}")
    elif what == "blocked":
        alice.put("/me/blocks/bob")
    else:
        alice.post("/notifications/read", {"all": True})
    site.work_off(SEND)
    assert (server.heard, left(site)) == ([], 0)
    assert page.get(f"{PUSH}/notifications/{shown}").status_code == 404


@pytest.mark.parametrize("gone", [404, 410])
def test_a_device_that_is_no_more_is_removed(
    site: Site, server: HookServer, page: Browser, keys: PushBrowser, alice: Person, bob: Person, gone: int
) -> None:
    told_here(page, keys, server.url)
    server.statuses = [gone]
    liked(site, alice, bob)
    site.work_off(SEND)
    assert (len(server.heard), devices(page), left(site)) == (1, [], 0)


def test_a_push_service_that_is_busy_is_asked_again_after_pauses_and_at_last_no_more(
    site: Site, server: HookServer, page: Browser, keys: PushBrowser, alice: Person, bob: Person
) -> None:
    told_here(page, keys, server.url)
    server.statuses = [429, 503, 500, 500, 500]
    liked(site, alice, bob)
    site.work_off(SEND)
    site.work_off(SEND)
    assert (len(server.heard), left(site)) == (1, 1)
    for _ in range(5):
        try_again(site)
    assert (len(server.heard), left(site), len(devices(page))) == (5, 0, 1)


def test_what_a_push_service_refuses_is_not_sent_again(
    site: Site, server: HookServer, page: Browser, keys: PushBrowser, alice: Person, bob: Person
) -> None:
    told_here(page, keys, server.url)
    server.statuses = [400]
    liked(site, alice, bob)
    site.work_off(SEND)
    assert (len(server.heard), left(site), len(devices(page))) == (1, 0, 1)


def test_a_browser_is_one_device_with_a_name_and_its_keys_are_never_told(
    site: Site, page: Browser, keys: PushBrowser, alice: Person
) -> None:
    first = told_here(page, keys, "https://push.example/a")
    assert told_here(page, keys, "https://push.example/a") == first
    told_here(page, keys, "https://push.example/b")
    [one] = devices(page)
    assert (one["device"], one["is_current"], set(one)) == (
        "Firefox, Linux",
        True,
        {"id", "device", "created_at", "is_current"},
    )
    assert [other["is_current"] for other in devices(alice)] == [False]
    with site.app.app_context():
        assert text_of(keys.secret) not in db.session.query(PushDevice).one().sealed_secret


@pytest.mark.parametrize("way", ["out", "elsewhere", "suspended"])
def test_a_login_that_ends_tells_nothing_any_more(
    site: Site, server: HookServer, page: Browser, keys: PushBrowser, alice: Person, bob: Person, way: str
) -> None:
    told_here(page, keys, server.url)
    liked(site, alice, bob)
    if way == "out":
        page.delete("/session")
    elif way == "elsewhere":
        site.logged_in(alice.name).delete("/me/sessions")
    else:
        reported_and_decided(site, alice, site.person("mod", Role.MODERATOR), "suspend")
    site.work_off(SEND)
    assert (server.heard, left(site)) == ([], 0)


@pytest.mark.parametrize("settings", ["sqlite", "mariadb"], indirect=True)
def test_a_browser_in_which_somebody_else_logs_in_is_told_of_them_alone(
    site: Site, server: HookServer, page: Browser, keys: PushBrowser, alice: Person, bob: Person
) -> None:
    told_here(page, keys, server.url)
    liked(site, alice, bob)
    other = site.logged_in("bob")
    told_here(other, keys, server.url)
    assert (devices(alice), len(devices(bob)), left(site)) == ([], 1, 0)
    other.delete("/session")
    assert devices(bob) == []


def test_one_has_ten_devices_of_ones_own(alice: Person, bob: Person, keys: PushBrowser) -> None:
    made = [told_here(alice, keys, f"https://push.example/{number}") for number in range(10)]
    answer = alice.post(PUSH, keys.subscription("https://push.example/10"))
    assert (answer.status_code, answer.json["type"]) == (409, "/problems/too-many-devices")
    assert bob.delete(f"{PUSH}/{made[0]['id']}").status_code == 404
    assert alice.delete(f"{PUSH}/{made[0]['id']}").status_code == 204
    assert (len(devices(alice)), devices(bob)) == (9, [])


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("endpoint", {"endpoint": "http://push.example/"}),
        ("endpoint", {"endpoint": "words"}),
        ("keys.p256dh", {"keys": {"p256dh": text_of(b"\4" + bytes(64)), "auth": text_of(bytes(16))}}),
        ("keys.auth", {"keys": {"p256dh": text_of(PushBrowser().point), "auth": "AAAA"}}),
    ],
)
def test_what_is_no_end_point_or_no_key_is_not_taken(
    alice: Person, keys: PushBrowser, field: str, change: dict[str, Any]
) -> None:
    answer = alice.post(PUSH, keys.subscription("https://push.example/") | change)
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, field)


def test_after_the_site_has_another_secret_devices_are_forgotten(
    site: Site, settings: Settings, server: HookServer, page: Browser, keys: PushBrowser, alice: Person, bob: Person
) -> None:
    told_here(page, keys, server.url)
    liked(site, alice, bob)
    other = open_site(settings.model_copy(update={"secret_key": SecretStr("another secret of the site, and long")}))
    other.work_off(SEND)
    assert (server.heard, left(site), devices(alice)) == ([], 0, [])
