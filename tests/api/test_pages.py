"""The pages as the server sends them, what they tell machines, and the site's health."""

import json

import pytest

from cms.pages.routes import PAGES
from cms.settings import CHECKOUT, Settings
from tests.people import Person
from tests.site import Site, open_site
from tests.states import prepared

PATHS = ("/", "/upload", "/login", "/register", "/recover", "/recover/x", "/confirm/x", "/welcome/x")
PATHS += tuple(f"/me/{part}" for part in ("pictures", "albums", "trash", "requests", "blocked", "account", "security"))
BAIT = '"><script>alert(1)</script>'


def test_every_page_is_the_same_document(visitor: Person) -> None:
    for path in PATHS:
        answer = visitor.page(path)
        assert (answer.status_code, answer.mimetype) == (200, "text/html")
        assert '<div id="app">' in answer.text


def test_each_topic_of_the_help_has_a_page_and_no_other_has(visitor: Person) -> None:
    words = json.loads((CHECKOUT / "pixels-ui/src/locales/en/help.json").read_text(encoding="utf-8"))
    paths = {"/help", "/help/search", *(f"/help/{topic}" for topic in words["topics"])}
    assert paths == {path for path in PAGES if path.startswith("/help")}
    assert {visitor.page(path).status_code for path in paths} == {200}
    answer = visitor.page("/help/nothing")
    assert answer.status_code == 404
    assert '<div id="app">' in answer.text


def test_a_page_runs_scripts_of_this_site_alone(visitor: Person) -> None:
    answer = visitor.page("/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy.split("style-src")[0]
    assert (answer.headers["X-Frame-Options"], answer.headers["X-Content-Type-Options"]) == ("DENY", "nosniff")


def test_the_page_of_an_open_picture_describes_it(site: Site, alice: Person, visitor: Person) -> None:
    image_id = prepared(site, alice, title="Dune", description="Sand & wind", privacy="public")
    text = visitor.page(f"/images/{image_id}").text
    assert "<title>Dune · Pixels</title>" in text
    assert text.count("<title>") == 1
    assert f'content="http://localhost/api/v1/images/{image_id}/renditions/1600"' in text
    assert "Sand &amp; wind" in text


def test_what_people_write_does_nothing_on_a_page(site: Site, alice: Person, visitor: Person) -> None:
    image_id = prepared(site, alice, title=BAIT, description=BAIT, privacy="public")
    assert "<script>alert" not in visitor.page(f"/images/{image_id}").text


def test_the_page_of_a_private_picture_tells_nothing(site: Site, alice: Person, visitor: Person) -> None:
    image_id = prepared(site, alice, title="Secretdune")
    owned, hidden = alice.page(f"/images/{image_id}"), visitor.page(f"/images/{image_id}")
    assert (owned.status_code, hidden.status_code) == (200, 404)
    assert "Secretdune" not in owned.text + hidden.text
    assert (owned.headers["Cache-Control"], hidden.headers["Cache-Control"]) == ("private, no-store",) * 2


def test_a_hidden_page_looks_like_one_that_never_was(site: Site, alice: Person, visitor: Person) -> None:
    image_id = prepared(site, alice)
    assert visitor.page(f"/images/{image_id}").data == visitor.page("/images/01ARZ3NDEKTSV4RRFFQ69G5FAV").data


def test_the_page_of_an_open_album_describes_it_with_a_cover_for_everyone(
    site: Site, alice: Person, visitor: Person
) -> None:
    open_one = prepared(site, alice, privacy="public")
    private_one = prepared(site, alice, title="Secretdune")
    album_id = made(alice, title="Dunes", description="Sand", privacy="public", images=[open_one, private_one])
    text = visitor.page(f"/albums/{album_id}").text
    assert "<title>Dunes · Pixels</title>" in text
    assert f"/images/{open_one}/renditions/1600" in text
    assert private_one not in text


def test_the_page_of_a_private_album_tells_nothing(alice: Person, visitor: Person) -> None:
    album_id = made(alice, title="Secretdunes", privacy="private")
    owned, hidden = alice.page(f"/albums/{album_id}"), visitor.page(f"/albums/{album_id}")
    assert (owned.status_code, hidden.status_code) == (200, 404)
    assert "Secretdunes" not in owned.text + hidden.text
    assert hidden.data == visitor.page("/albums/01ARZ3NDEKTSV4RRFFQ69G5FAV").data


def test_the_page_of_a_person_names_them(alice: Person, visitor: Person) -> None:
    for part in ("", "/albums", "/followers", "/following"):
        answer = visitor.page(f"/people/{alice.name}{part}")
        assert answer.status_code == 200
        assert '"@type":"ProfilePage"' in answer.text.replace(": ", ":")


def test_the_page_of_a_search_names_its_feed_and_says_nothing_else(visitor: Person) -> None:
    text = visitor.at("GET", "/search?q=sand%22%3E&tag=dune&tag=sea").get_data(as_text=True)
    address = "http://localhost/search/feed.atom?q=sand%22%3E&amp;tag=dune&amp;tag=sea"
    assert f'type="application/atom+xml" title="sand&quot;&gt;" href="{address}"' in text
    assert "atom" not in visitor.at("GET", "/search").get_data(as_text=True)


def test_who_is_blocked_gets_the_page_of_nobody(alice: Person, carol: Person) -> None:
    assert alice.call("PUT", f"/me/blocks/{carol.name}").status_code == 204
    hidden = carol.page(f"/people/{alice.name}")
    assert (hidden.status_code, hidden.data) == (404, carol.page("/people/nobody-at-all").data)


def made(person: Person, **fields: object) -> str:
    return str(person.post("/albums", {"category": "landscape", **fields}).json["id"])


@pytest.mark.parametrize(
    "path", ["../index.html", "%2e%2e/index.html", "..%2f..%2frun.py", "x/../../y", "%2fetc%2fhosts"]
)
def test_nothing_outside_of_the_built_files_is_sent(visitor: Person, path: str) -> None:
    assert visitor.page(f"/assets/{path}", follow_redirects=True).status_code == 404


def test_the_document_of_the_api_and_its_page_are_there(visitor: Person) -> None:
    document = visitor.client.get("/api/openapi.json").json
    assert document["openapi"].startswith("3.1")
    assert "/api/v1/images/{image_id}" in document["paths"]
    assert visitor.page("/api/docs").status_code == 200


def test_a_living_process_says_so(visitor: Person) -> None:
    assert (visitor.page("/healthz").status_code, visitor.page("/readyz").status_code) == (200, 200)


def test_without_its_queue_a_site_lives_but_is_not_ready(settings: Settings) -> None:
    site = open_site(settings.model_copy(update={"queue_url": "redis://127.0.0.1:1/0"}))
    answer = site.visitor.page("/readyz", environ_base={"REMOTE_ADDR": "203.0.113.7"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert answer.text == "not ready\n"
    assert site.visitor.page("/healthz").status_code == 200


def test_a_site_whose_disk_went_away_lives_but_is_not_ready(site: Site) -> None:
    (site.app.extensions["backends"].storage.root / ".pixels-objects").unlink()
    answer = site.visitor.page("/readyz")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert site.visitor.page("/healthz").status_code == 200
