"""A token does what its scopes say, also where one thing is reached through another, and never more than its owner."""

import io
import zipfile
from dataclasses import dataclass

import pytest

from cms.access.permissions import Permission
from cms.access.policy import SCOPES, is_in_scope, permits
from cms.access.viewer import Role, Viewer
from cms.accounts.queries import account_by_id
from cms.accounts.service import SCOPES as KNOWN_SCOPES
from cms.accounts.service import create_token
from cms.transaction import writing
from tests.people import Person
from tests.site import Site
from tests.states import prepared, row_of


@dataclass(frozen=True)
class Filled:
    """An album of alice's with one picture in it, all of it open."""

    album: str
    picture: str


@pytest.fixture
def filled(site: Site, alice: Person) -> Filled:
    image_id = prepared(site, alice, title="Dune", privacy="public")
    fields = {"title": "Sand", "category": "other", "privacy": "public", "images": [image_id]}
    return Filled(alice.post("/albums", fields).json["id"], image_id)


def with_token(site: Site, person: Person, *scopes: str) -> Person:
    """The same person, come with a token of these scopes."""
    with site.app.app_context(), writing():
        account = account_by_id(person.id)
        assert account is not None
        _row, token = create_token(account, name="narrow", scopes=list(scopes), ends=None)
    return Person(site.app, site.app.test_client(use_cookies=False), person.name, person.id, token)


def test_a_token_for_albums_shows_no_pictures(site: Site, alice: Person, filled: Filled) -> None:
    program = with_token(site, alice, "albums:read", "people:read")
    album = program.get(f"/albums/{filled.album}")
    assert (album.status_code, album.json["cover"]) == (200, None)
    assert program.get(f"/albums/{filled.album}/images").status_code == 403
    assert program.get("/people/alice/images").status_code == 403
    archive = program.get(f"/albums/{filled.album}/zip")
    assert archive.status_code == 403 or zipfile.ZipFile(io.BytesIO(archive.data)).namelist() == ["captions.csv"]


def test_a_token_for_albums_changes_no_picture(site: Site, alice: Person, filled: Filled) -> None:
    program = with_token(site, alice, "albums:read", "albums:write", "images:read")
    other, before = alice.adds(privacy="public"), row_of(site, filled.picture)
    assert program.call("PUT", f"/albums/{filled.album}/images", json={"ids": [other]}).status_code == 403
    assert program.call("DELETE", f"/albums/{filled.album}/images", json={"ids": [filled.picture]}).status_code == 403
    assert program.post("/albums", {"title": "x", "category": "other", "images": [other]}).status_code == 403
    assert program.delete(f"/albums/{filled.album}", images="trash").status_code == 403
    assert program.post(f"/albums/{filled.album}/classification").status_code == 403
    after = row_of(site, filled.picture)
    assert before is not None
    assert after is not None
    assert (after.version, after.album_id, after.is_trashed) == (before.version, before.album_id, before.is_trashed)


def test_a_token_for_pictures_puts_none_into_an_album(site: Site, alice: Person, filled: Filled) -> None:
    program = with_token(site, alice, "images:read", "images:write")
    other = alice.adds()
    assert program.patch(f"/images/{other}", {"album": filled.album}).status_code == 403
    assert program.upload(album=filled.album).status_code == 403
    assert alice.image(other)["album"] is None


@pytest.mark.parametrize("permission", Permission)
def test_no_scope_gives_a_member_what_only_others_may(permission: Permission) -> None:
    member = Viewer(id="0" * 26, name="m", role=Role.MEMBER, scopes=frozenset(KNOWN_SCOPES))
    if permission in (Permission.MODERATE, Permission.SET_QUOTA):
        assert not permits(member, permission)


@pytest.mark.parametrize("permission", Permission)
def test_a_scope_reaches_no_further_than_its_name(permission: Permission) -> None:
    for scope in KNOWN_SCOPES - {"*", SCOPES[permission]}:
        viewer = Viewer(id="0" * 26, name="a", role=Role.ADMIN, scopes=frozenset({scope}))
        assert not is_in_scope(viewer, permission), scope


def test_a_token_ends_with_its_time_and_its_account(site: Site, ada: Person, alice: Person) -> None:
    program = with_token(site, alice, "*")
    assert program.get("/me").status_code == 200
    assert Person(site.app, program.client, token=program.token.upper()).get("/me").status_code == 401
    assert Person(site.app, program.client, token=program.token[:-1]).get("/me").status_code == 401


def test_a_token_in_an_address_is_nobody(alice: Person, visitor: Person) -> None:
    for name in ("token", "access_token", "api_key", "auth_token"):
        assert visitor.get("/me", **{name: alice.token}).status_code == 401
