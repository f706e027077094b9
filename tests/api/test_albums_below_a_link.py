"""Albums below the one that a share link leads to: opened by the same link as far as they are kept no closer."""

import pytest

from cms.extensions import db
from cms.images.models import Album
from cms.transaction import writing
from tests.api.sharing import album_of, linked, shown
from tests.people import Person
from tests.site import Site, Statements
from tests.states import prepared


@pytest.fixture
def deep(site: Site, alice: Person) -> dict[str, str]:
    """Three albums of alice's one in another, the lowest with a picture of hers; all public."""
    top = album_of(alice, title="top", privacy="public")
    middle = album_of(alice, title="middle", parent=top, privacy="public")
    picture = prepared(site, alice, privacy="public", title="deep")
    lowest = album_of(alice, picture, title="lowest", description="Far down", parent=middle, privacy="public")
    return {"top": top, "middle": middle, "lowest": lowest, "picture": picture}


def titles(person: Person, token: str, album: str | None = None) -> list[str]:
    answer = person.get(f"/share/{token}/albums", **({"album": album} if album else {}))
    assert answer.status_code == 200, answer.text
    return [one["title"] for one in answer.json["items"]]


def test_each_album_below_is_listed_where_it_is(alice: Person, visitor: Person, deep: dict[str, str]) -> None:
    token = linked(alice, f"/albums/{deep['top']}")
    assert (visitor.get(f"/share/{token}").json["albums"], shown(visitor, token)) == (1, [])
    assert (titles(visitor, token), titles(visitor, token, deep["middle"])) == (["middle"], ["lowest"])


def test_each_album_below_can_be_looked_into(alice: Person, visitor: Person, deep: dict[str, str]) -> None:
    token = linked(alice, f"/albums/{deep['top']}")
    seen = visitor.get(f"/share/{token}/albums/{deep['lowest']}").json
    assert (seen["title"], seen["description"], seen["count"], seen["albums"]) == ("lowest", "Far down", 1, 0)
    assert [one["title"] for one in seen["above"]] == ["top", "middle"]
    [inside] = visitor.get(f"/share/{token}/images", album=deep["lowest"]).json["items"]
    assert inside["id"] == deep["picture"]
    for shows in (inside, seen["cover"]):
        assert visitor.client.get(shows["renditions"]["400"]).status_code == 200


def test_an_album_that_is_kept_closer_stays_at_home_with_all_below_it(
    alice: Person, visitor: Person, deep: dict[str, str]
) -> None:
    token = linked(alice, f"/albums/{deep['top']}", download=True)
    assert alice.patch(f"/albums/{deep['middle']}", {"privacy": "followers"}).status_code == 200
    at = f"/share/{token}"
    assert (titles(visitor, token), visitor.get(at).json["albums"]) == ([], 0)
    for path in (f"albums/{deep['middle']}", f"albums/{deep['lowest']}", f"images/{deep['picture']}/renditions/400"):
        assert visitor.get(f"{at}/{path}").status_code == 404
    for path in ("albums", "images"):
        assert visitor.get(f"{at}/{path}", album=deep["lowest"]).status_code == 404


def test_a_link_to_a_private_album_opens_what_is_below_it(alice: Person, visitor: Person, deep: dict[str, str]) -> None:
    assert alice.patch(f"/albums/{deep['top']}", {"privacy": "private"}).status_code == 200
    token = linked(alice, f"/albums/{deep['top']}")
    assert titles(visitor, token, deep["middle"]) == ["lowest"]
    assert visitor.get(f"/share/{token}/albums/{deep['lowest']}").json["cover"]["id"] == deep["picture"]


def test_nothing_above_beside_or_of_others_is_opened(alice: Person, bob: Person, deep: dict[str, str]) -> None:
    token = linked(alice, f"/albums/{deep['middle']}")
    beside, foreign = album_of(alice, privacy="public"), album_of(bob, privacy="public")
    for other in (deep["top"], beside, foreign, "never"):
        assert bob.get(f"/share/{token}/albums/{other}").status_code == 404
        assert bob.get(f"/share/{token}/albums", album=other).status_code == 404
    assert [one["title"] for one in bob.get(f"/share/{token}/albums/{deep['lowest']}").json["above"]] == ["middle"]
    assert titles(bob, linked(alice, f"/images/{deep['picture']}")) == []


def test_what_a_moderator_hides_below_is_closed(
    site: Site, alice: Person, visitor: Person, deep: dict[str, str]
) -> None:
    assert alice.patch(f"/albums/{deep['top']}", {"privacy": "private"}).status_code == 200
    token = linked(alice, f"/albums/{deep['top']}")
    with site.app.app_context(), writing():
        db.session.execute(db.update(Album).where(Album.id == deep["middle"]).values(is_hidden=True))
    assert titles(visitor, token) == []
    for path in (f"albums/{deep['lowest']}", f"images/{deep['picture']}/renditions/400"):
        assert visitor.get(f"/share/{token}/{path}").status_code == 404


def test_a_look_into_an_album_below_takes_few_statements(
    site: Site, alice: Person, visitor: Person, deep: dict[str, str]
) -> None:
    at = "/share/" + linked(alice, f"/albums/{deep['top']}")
    with site.app.app_context():
        engine = db.engine
    for path, asked in (("albums", {}), (f"albums/{deep['lowest']}", {}), ("images", {"album": deep["lowest"]})):
        with Statements(engine) as counted:
            assert visitor.get(f"{at}/{path}", **asked).status_code == 200
        assert len(counted) <= 5, (path, list(counted))
