"""How long a browser may keep a picture unasked, and pictures that a web server in front sends itself."""

import re
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from werkzeug.serving import make_server

from cms.extensions import db
from cms.settings import CHECKOUT, Settings
from tests.people import Person
from tests.services.processes import free_port, running
from tests.site import Site, Statements, open_site
from tests.states import prepared

LASTING = "private, max-age=31536000, immutable"


@pytest.fixture
def accelerated(settings: Settings) -> Site:
    """A site that leaves sending files to the server in front."""
    return open_site(settings.model_copy(update={"x_accel": "/kept/"}))


def test_an_address_that_names_the_bytes_of_a_public_picture_is_kept_for_a_year(site: Site, alice: Person) -> None:
    address = alice.image(prepared(site, alice, privacy="public"))["renditions"]["400"]
    for asks in (site.visitor, site.logged_in("bob")):
        answer = asks.page(address)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, LASTING)


@pytest.mark.parametrize("version", ["", "?v=0", "?v=00000000", "?v="])
def test_any_other_address_of_it_is_asked_for_again(site: Site, alice: Person, version: str) -> None:
    image_id = prepared(site, alice, privacy="public")
    answer = site.visitor.page(f"/api/v1/images/{image_id}/renditions/400{version}")
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_what_a_browser_has_costs_one_look_at_the_row_and_none_at_the_bytes(site: Site, alice: Person) -> None:
    image_id = prepared(site, alice, privacy="public")
    path = f"/images/{image_id}/renditions/400"
    tag = {"If-None-Match": alice.get(path).headers["ETag"]}
    shutil.rmtree(site.app.extensions["settings"].data_dir / "objects" / "renditions")
    with site.app.app_context():
        engine = db.engine
    for asks, most in ((site.visitor, 1), (alice, 2)):
        with Statements(engine) as made:
            assert asks.call("GET", path, headers=tag).status_code == 304
        assert len(made) <= most


@pytest.mark.parametrize("privacy", ["private", "followers"])
def test_a_picture_that_is_not_for_all_is_kept_by_nobody(site: Site, alice: Person, privacy: str) -> None:
    address = alice.image(prepared(site, alice, privacy=privacy))["renditions"]["400"]
    answer = site.logged_in("alice").page(address)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store")


def test_once_private_its_old_address_gives_nothing_not_even_that_it_is_unchanged(site: Site, alice: Person) -> None:
    image_id = prepared(site, alice, privacy="public")
    address = alice.image(image_id)["renditions"]["400"]
    tag = site.visitor.page(address).headers["ETag"]
    alice.patch(f"/images/{image_id}", {"privacy": "private"})
    assert site.visitor.at("GET", address, headers={"If-None-Match": tag}).status_code == 404


def test_the_address_of_a_picture_from_before_it_was_turned_is_asked_for_again(site: Site, alice: Person) -> None:
    image_id = prepared(site, alice, privacy="public")
    before = alice.image(image_id)["renditions"]["400"]
    alice.post(f"/images/{image_id}/rotate", {"degrees": 90})
    site.work_off("turn-image")
    assert site.visitor.page(before).headers["Cache-Control"] == "private, no-cache"


def test_the_server_in_front_is_told_where_the_file_lies(accelerated: Site) -> None:
    alice = accelerated.person("alice")
    image_id = prepared(accelerated, alice)
    for path, kind in (("renditions/400", "image/webp"), ("original", "image/jpeg")):
        answer = alice.get(f"/images/{image_id}/{path}")
        place = answer.headers["X-Accel-Redirect"]
        assert (answer.status_code, answer.data, answer.content_type) == (200, b"", kind)
        objects = accelerated.app.extensions["settings"].data_dir / "objects"
        assert (objects / place.removeprefix("/kept/")).is_file()


def test_the_server_in_front_is_told_nothing_of_what_the_caller_may_not_see(accelerated: Site) -> None:
    alice, bob = accelerated.person("alice"), accelerated.person("bob")
    image_id = prepared(accelerated, alice)
    for path in ("renditions/400", "renditions/64", "original"):
        answer = bob.get(f"/images/{image_id}/{path}")
        assert (answer.status_code, answer.headers.get("X-Accel-Redirect")) == (404, None)


def test_an_original_with_private_things_in_it_is_never_left_to_the_server_in_front(accelerated: Site) -> None:
    alice, bob = accelerated.person("alice"), accelerated.person("bob")
    image_id = prepared(accelerated, alice, privacy="public")
    answer = bob.get(f"/images/{image_id}/original")
    assert (answer.status_code, answer.headers.get("X-Accel-Redirect")) == (200, None)
    assert answer.data


@pytest.mark.skipif(shutil.which("nginx") is None, reason="without nginx")
def test_nginx_sends_what_the_site_allows_and_nothing_else(accelerated: Site, tmp_path: Path) -> None:
    alice, bob = accelerated.person("alice"), accelerated.person("bob")
    image_id = prepared(accelerated, alice)
    path = f"/api/v1/images/{image_id}/renditions/400"
    place = alice.at("GET", path).headers["X-Accel-Redirect"]
    data = (accelerated.app.extensions["settings"].data_dir / "objects" / place.removeprefix("/kept/")).read_bytes()
    with behind_nginx(accelerated, tmp_path) as address:
        mine = {"Authorization": f"Bearer {alice.token}"}
        got = requests.get(address + path, headers=mine, timeout=5)
        assert (got.status_code, got.content, got.headers["Content-Type"]) == (200, data, "image/webp")
        assert (got.headers["Cache-Control"], "sandbox" in got.headers["Content-Security-Policy"]) == (
            "private, no-store",
            True,
        )
        again = requests.get(address + path, headers={**mine, "If-None-Match": got.headers["ETag"]}, timeout=5)
        part = requests.get(address + path, headers={**mine, "Range": "bytes=2-9"}, timeout=5)
        assert (again.status_code, part.status_code, part.content) == (304, 206, data[2:10])
        others = {"Authorization": f"Bearer {bob.token}"}
        assert requests.get(address + path, headers=others, timeout=5).status_code == 404
        assert requests.get(address + place, timeout=5).status_code == 404


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def behind_nginx(site: Site, folder: Path) -> Iterator[str]:
    """The site behind nginx with the location of the example, at this address."""
    server, port = make_server("127.0.0.1", free_port(), site.app, threaded=True), free_port()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    [inside] = re.findall(r"location /kept/ \{[^}]*\}", (CHECKOUT / "config/nginx/pixels.conf").read_text())
    objects = site.app.extensions["settings"].data_dir / "objects"
    kept = re.sub(r"alias \S+;", f"alias {objects}/;", inside)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    folders = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    passed = f"location / {{ proxy_pass http://127.0.0.1:{server.port}; proxy_set_header Host localhost; }}"
    listening = f"server {{ listen 127.0.0.1:{port}; {passed} {kept} }}"
    (folder / "nginx.conf").write_text(
        f"daemon off; user root; pid {folder}/pid; error_log stderr; events {{}} "
        f"http {{ access_log off; {folders} {listening} }}"
    )
    address = f"http://127.0.0.1:{port}"
    started = ["nginx", "-c", str(folder / "nginx.conf")]
    try:
        with running(started, log=folder / "nginx.log", is_ready=lambda: listens(port)):
            yield address
    finally:
        server.shutdown()
        server.server_close()
