"""What other sites show of a link to this one: pictures and albums that everybody may see, and nothing of any other."""

from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.factories import picture
from tests.people import Person
from tests.site import Site
from tests.states import prepared, set_image

NEVER = "http://localhost/images/01ARZ3NDEKTSV4RRFFQ69G5FAV"


def embed(person: Person, address: str, **query: Any) -> TestResponse:
    return person.at("GET", "/oembed", query_string={"url": address, **query})


def address_of(image_id: str) -> str:
    return f"http://localhost/images/{image_id}"


@pytest.fixture
def dune(site: Site, alice: Person) -> str:
    fields = {"title": "Dune", "alt_text": "Sand", "licence": "CC BY 4.0", "privacy": "public"}
    return prepared(site, alice, picture(size=(800, 600)), **fields)


def test_a_public_picture_is_embedded_with_who_made_it(dune: str, visitor: Person) -> None:
    answer = embed(visitor, address_of(dune))
    told = {"version": "1.0", "type": "photo", "title": "Dune", "author_name": "Alice", "width": 800, "height": 600}
    assert answer.status_code == 200
    assert answer.json.items() >= (told | {"alt_text": "Sand", "license": "CC BY 4.0"}).items()
    shown = visitor.page(answer.json["url"].removeprefix("http://localhost"))
    assert (shown.status_code, shown.headers["Cross-Origin-Resource-Policy"]) == (200, "cross-origin")
    assert (answer.json["thumbnail_width"], answer.json["thumbnail_height"]) == (400, 300)


@pytest.mark.parametrize(("most", "size"), [((500, 9999), (400, 300)), ((9999, 299), (64, 48)), ((9, 9), (64, 48))])
def test_the_largest_picture_that_fits_is_named(
    dune: str, visitor: Person, most: tuple[int, int], size: tuple[int, int]
) -> None:
    told = embed(visitor, address_of(dune), maxwidth=most[0], maxheight=most[1]).json
    assert (told["width"], told["height"]) == size


def test_a_public_album_is_embedded_with_a_cover_for_everybody(site: Site, alice: Person, dune: str) -> None:
    private = prepared(site, alice)
    fields = {"title": "Dunes", "category": "landscape", "privacy": "public", "images": [dune, private]}
    album = alice.post("/albums", fields).json["id"]
    alice.patch(f"/albums/{album}", {"cover": private})
    told = embed(alice, f"http://localhost/albums/{album}").json
    assert (told["type"], told["title"]) == ("link", "Dunes")
    assert dune in told["thumbnail_url"]


def test_what_is_hidden_is_answered_like_what_never_was(site: Site, alice: Person, visitor: Person, dune: str) -> None:
    album = alice.post("/albums", {"title": "x", "category": "food", "privacy": "followers"}).json["id"]
    hidden = [address_of(prepared(site, alice)), f"http://localhost/albums/{album}"]
    elsewhere = ["https://example.org/", "http://localhost/people/alice", "http://[", f"https://evil/images/{dune}"]
    for person in (visitor, alice):
        never = embed(person, NEVER)
        for address in [*hidden, *elsewhere]:
            answer = embed(person, address)
            assert (answer.status_code, answer.json | {"request_id": ""}) == (404, never.json | {"request_id": ""})


def test_bytes_of_a_picture_that_is_not_public_are_for_pages_of_this_site(site: Site, alice: Person, dune: str) -> None:
    private = prepared(site, alice)
    answer = alice.get(f"/images/{private}/renditions/400")
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_another_form_than_json_is_not_told(dune: str, visitor: Person) -> None:
    assert embed(visitor, address_of(dune), format="xml").status_code == 501


def test_a_picture_that_not_everybody_wants_to_see_is_a_link(site: Site, dune: str, visitor: Person) -> None:
    set_image(site, dune, sensitivity="explicit")
    told = embed(visitor, address_of(dune)).json
    assert (told["type"], told["title"], "url" in told, "thumbnail_url" in told) == ("link", "Dune", False, False)


def test_the_page_of_a_public_picture_names_its_embed_and_its_alternative_text(dune: str, visitor: Person) -> None:
    text = visitor.page(f"/images/{dune}").text
    assert 'property="og:image:alt" content="Sand"' in text
    [link] = [part for part in text.split("<link ") if "json+oembed" in part]
    place = link.split('href="')[1].split('"')[0].removeprefix("http://localhost")
    assert visitor.at("GET", place).json["title"] == "Dune"


def test_pages_of_people_and_albums_name_their_feeds(alice: Person, visitor: Person) -> None:
    album = alice.post("/albums", {"title": "x", "category": "food", "privacy": "public"}).json["id"]
    for page in ("/people/alice", f"/albums/{album}"):
        assert 'type="application/atom+xml" title="' in visitor.page(page).text
        assert f'href="http://localhost{page}/feed.atom"' in visitor.page(page).text


def test_a_private_page_names_neither(site: Site, alice: Person) -> None:
    text = alice.page(f"/images/{prepared(site, alice)}").text
    assert "oembed" not in text
    assert "atom" not in text
