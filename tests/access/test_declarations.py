"""Every door declares who may pass, and nobody but the access room compares levels, owners and roles."""

import ast
from pathlib import Path

import pytest
from flask_admin import BaseView

from cms.access.permissions import Permission
from cms.access.policy import PREDICATES
from cms.access.scopes import SCOPES
from cms.accounts.service import SCOPES as KNOWN_SCOPES
from cms.admin.room import ForModerators
from cms.settings import CHECKOUT
from tests.site import Site

FILES_OF_A_PACKAGE = {"admin.static"}
"""Flask-Admin's own scripts and styles."""

RULES = {"owner_id", "account_id", "privacy", "effective_privacy", "role", "is_moderator", "is_admin", "scopes"}
ALLOWED = {
    "cms/accounts/queries.py:token_with_account": "joins a token with its account",
    "cms/accounts/queries.py:invited_below": "who is suspended with whom invited them: members alone, whoever asks",
    "cms/accounts/queries.py:is_last_admin": "whether an admin would be left, whoever asks",
    "cms/accounts/service.py:accept_invitation": "the site's own invitation, not a member's",
    "cms/logins/queries.py:login_with_account": "joins a login with its account",
    "cms/images/queries.py:known_hashes": "one's own, by a column",
    "cms/images/queries.py:images_of": "whose list it is, within the audience",
    "cms/syndication/queries.py:open_images_of": "whose feed it is, within the audience",
    "cms/syndication/queries.py:is_open": "whose pictures these are, within the audience",
    "cms/notifications/queries.py:readers_of_digests": "joins what accounts want with them",
    "cms/images/queries.py:trash_of": "one's own, by a column",
    "cms/images/queries.py:timeline_of": "one's own, by a column",
    "cms/images/queries.py:own_ids": "one's own, by a column",
    "cms/images/queries.py:used_by_owners": "how much an account keeps, whoever looks",
    "cms/images/changes.py:change_all": "changes what one account owns",
    "cms/reactions/queries.py:liked_by": "what the viewer likes, by a column",
    "cms/reactions/queries.py:collected_by": "what the viewer collected, by a column",
    "cms/reactions/queries.py:is_collected_by": "what one account collected",
    "cms/reactions/queries.py:things_liked_by": "what an account that goes liked",
    "cms/reactions/queries.py:things_collected_by": "what an account that goes collected",
    "cms/reactions/service.py:forget_account": "what an account that goes liked",
    "cms/likes/service.py:unlike": "the viewer's own like",
    "cms/collections/queries.py:collections_of": "whose list it is, within the audience",
    "cms/collections/queries.py:collections_with": "one's own, by a column",
    "cms/collections/queries.py:collections_holding": "one's own, by a column",
    "cms/comments/service.py:follow_author": "all of a suspended account",
    "cms/collections/service.py:follow_owner": "all of a suspended account",
    "cms/recommendations/queries.py:known_of": "what the viewer did, by a column",
    "cms/recommendations/queries.py:_last_done": "what the viewer did, by a column",
    "cms/recommendations/queries.py:strengths_of": "joins what accounts did with them",
    "cms/recommendations/queries.py:_sources": "nothing of the viewer's own, nothing they answered",
    "cms/recommendations/queries.py:newest_kinds": "nothing of the viewer's own, within the audience",
    "cms/recommendations/service.py:forget": "what one account did",
    "cms/classes/queries.py:vectors_of_owner": "a class is looked for in what its owner has",
    "cms/classes/queries.py:class_seen": "joins a class with its owner",
    "cms/classes/queries.py:classes_of": "joins a class with its owner",
    "cms/classes/queries.py:known_ids": "joins a share with the owner of the class",
    "cms/classes/sharing.py:end": "the pictures of whom a class is taken from",
    "cms/notifications/service.py:notice": "nobody is told of what they did themselves",
    "cms/search/facets/own_class.py:stored": "a class is its owner's alone, within the audience",
    "cms/search/queries.py:ids_of": "what the index is told of one account's images",
    "cms/search/facets/camera.py:stored": "a camera is told to the owner alone, within the audience",
    "cms/saved_searches/queries.py:not_looked_for_since": "joins a search with its owner",
    "cms/projects/queries.py:_seats": "joins a project with its owner and the viewer's own role",
    "cms/projects/queries.py:projects_of": "what the viewer has a part in, by columns",
    "cms/projects/queries.py:members_of": "joins a role with its account",
    "cms/projects/queries.py:member_named": "joins a role with its account",
    "cms/projects/queries.py:seats_between": "joins a role with the owner of the project",
    "cms/reverse_search/queries.py:own_pictures": "one's own, by a column",
    "cms/albums/queries.py:albums_of": "whose list it is, within the audience",
    "cms/albums/queries.py:albums_for": "which covers are tied to an album, within the audience",
    "cms/albums/service.py:follow_owner": "hides what a suspended account owns",
    "cms/images/placing.py:in_effect": "whether the album is another's, as `audience.in_album` asks",
    "cms/images/placing.py:place_all": "the same",
    "cms/images/placing.py:_owners_in": "guests in an album, whoever looks",
    "cms/guests/queries.py:waiting_for": "what waits for the owner of an album is theirs",
    "cms/editors/queries.py:people_of": "joins a role with its account",
    "cms/editors/queries.py:shared_with": "the viewer's own roles, within the audience",
    "cms/editors/queries.py:role_of": "joins a role with its account",
    "cms/editors/queries.py:roles_between": "joins a role with the owner of the album",
    "cms/editors/queries.py:still_inside": "what one account has in an album",
    "cms/editors/queries.py:may_come_back": "whose pictures come back: of those who may add still",
    "cms/editors/service.py:take_role": "whether their pictures keep their level: not where they leave by themselves",
    "cms/albums/service.py:settle": "whether a level that was kept is still the one in effect",
    "cms/follows/queries.py:counts_for": "whose things are counted, within the audience",
    "cms/follows/queries.py:people_for": "a chosen picture is the account's own, within the audience",
}
"""Filters of queries, each with what it chooses; they decide nothing about the viewer."""


def code() -> list[Path]:
    files = [*(CHECKOUT / "cms").rglob("*.py"), *(CHECKOUT / "workers").rglob("*.py")]
    return [file for file in files if "access" not in file.parts]


def is_decisive(node: ast.AST) -> bool:
    """A comparison in which a level, an owner or a role takes part."""
    if not isinstance(node, ast.Compare):
        return False
    named = {part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)}
    enums = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)} & {"Privacy", "Role"}
    return bool(named & RULES or enums)


def comparing_functions(file: Path) -> set[str]:
    """The innermost functions in which such a comparison stands."""
    found = set()
    for function in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(function, ast.FunctionDef) and any(map(is_decisive, ast.walk(function))):
            found.add(f"{file.relative_to(CHECKOUT)}:{function.name}")
    return found


def test_nobody_else_compares_levels_owners_and_roles() -> None:
    found: set[str] = set().union(*map(comparing_functions, code()))
    assert found == ALLOWED.keys()


def test_every_route_declares_a_permission_or_that_it_is_public(site: Site) -> None:
    undeclared = {
        endpoint
        for endpoint, view in site.app.view_functions.items()
        if not hasattr(view, "permission") and not endpoint.startswith("admin")
    }
    assert undeclared == set()


def test_every_room_of_the_admin_asks_the_access_room(site: Site) -> None:
    (admin,) = site.app.extensions["admin"]
    rooms: list[BaseView] = admin._views
    endpoints = {rule.endpoint for rule in site.app.url_map.iter_rules() if rule.rule.startswith("/admin")}
    assert all(isinstance(room, ForModerators) for room in rooms)
    assert {endpoint.split(".")[0] for endpoint in endpoints - FILES_OF_A_PACKAGE} == {room.endpoint for room in rooms}
    assert all(room.permission is Permission.MODERATE for room in rooms)


@pytest.mark.parametrize("permission", Permission)
def test_every_permission_has_a_rule_and_a_known_scope(permission: Permission) -> None:
    assert permission in PREDICATES
    assert SCOPES[permission] in KNOWN_SCOPES


def test_every_permission_is_asked_for_somewhere() -> None:
    text = "".join(file.read_text(encoding="utf-8") for file in code())
    assert [permission.name for permission in Permission if f"Permission.{permission.name}" not in text] == []
