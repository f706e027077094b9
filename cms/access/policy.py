"""May they? A table from permission to predicate: the only place where a role, an owner or a scope is compared."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from cms.access.audience import album_audience, image_audience, person_audience
from cms.access.permissions import Permission
from cms.access.viewer import Role, Viewer, nobody
from cms.clauses import Clause, matches

Predicate = Callable[[Viewer | None, Any], bool]

SCOPES: Mapping[Permission, str] = {
    Permission.SEE_IMAGE: "images:read",
    Permission.SEE_ORIGINAL: "images:read",
    Permission.LIST_OWN_IMAGES: "images:read",
    Permission.ADD_IMAGE: "images:write",
    Permission.EDIT_IMAGE: "images:write",
    Permission.SEARCH_BY_PICTURE: "images:read",
    Permission.SEE_ALBUM: "albums:read",
    Permission.ADD_ALBUM: "albums:write",
    Permission.EDIT_ALBUM: "albums:write",
    Permission.SEE_CLASS: "classes:read",
    Permission.EDIT_CLASS: "classes:write",
    Permission.SEE_SAVED_SEARCH: "searches:read",
    Permission.EDIT_SAVED_SEARCH: "searches:write",
    Permission.SEE_PERSON: "people:read",
    Permission.SEE_OWN_TIES: "people:read",
    Permission.EDIT_OWN_TIES: "people:write",
    Permission.LOOK_AS_OTHERS: "people:read",
    Permission.SEE_OWN_ACCOUNT: "account:read",
    Permission.EDIT_OWN_ACCOUNT: "account:write",
    Permission.MODERATE: "moderation",
    Permission.SUSPEND_ACCOUNT: "moderation",
    Permission.GIVE_ROLE: "administration",
    Permission.SET_QUOTA: "administration",
    Permission.SEE_REASONS: "administration",
}


OPEN_TO_VISITORS = frozenset(
    {
        Permission.SEE_IMAGE,
        Permission.SEE_ORIGINAL,
        Permission.SEARCH_BY_PICTURE,
        Permission.SEE_ALBUM,
        Permission.SEE_PERSON,
    }
)


def permits(viewer: Viewer | None, permission: Permission, thing: Any = None) -> bool:
    """Whether this viewer may do this to this thing (None where there is no single one)."""
    return is_in_scope(viewer, permission) and PREDICATES[permission](viewer, thing)


def is_in_scope(viewer: Viewer | None, permission: Permission) -> bool:
    """Whether the token that the viewer came with reaches so far; a login reaches everywhere."""
    return viewer is None or not viewer.scopes.isdisjoint({"*", SCOPES[permission]})


def reaches_as_far(viewer: Viewer, scopes: frozenset[str], until: datetime | None) -> bool:
    """Whether a token of these scopes and this end may do nothing that the viewer may not do anyway."""
    is_as_wide = "*" in viewer.scopes or scopes <= viewer.scopes
    return is_as_wide and (viewer.until is None or (until is not None and until <= viewer.until))


def is_open_to_visitors(permission: Permission) -> bool:
    """Whether somebody who is not logged in may ever do this."""
    return permission in OPEN_TO_VISITORS


def is_own(viewer: Viewer | None, thing: Any) -> bool:
    return viewer is not None and thing.owner_id == viewer.id


def sees_image(viewer: Viewer | None, image: Any) -> bool:
    return is_within(image_audience(viewer), viewer, image)


def sees_album(viewer: Viewer | None, album: Any) -> bool:
    return is_within(album_audience(viewer), viewer, album)


def sees_person(viewer: Viewer | None, account: Any) -> bool:
    return is_within(person_audience(viewer), viewer, account)


def is_within(audience: Clause, viewer: Viewer | None, thing: Any) -> bool:
    """The Python reading of an audience."""
    members = nobody if viewer is None else viewer.members
    return matches(audience, lambda field: getattr(thing, field), members)


def sees_original(viewer: Viewer | None, image: Any) -> bool:
    return is_own(viewer, image) or (sees_image(viewer, image) and image.is_original_shareable)


def is_oneself(viewer: Viewer | None, account: Any) -> bool:
    return viewer is not None and account.id == viewer.id


def _anyone(_viewer: Viewer | None, _thing: Any) -> bool:
    return True


def _anyone_logged_in(viewer: Viewer | None, _thing: Any) -> bool:
    return viewer is not None


def _moderators(viewer: Viewer | None, _thing: Any) -> bool:
    return viewer is not None and viewer.is_moderator


def _admins(viewer: Viewer | None, _thing: Any) -> bool:
    return viewer is not None and viewer.is_admin


def _suspends(viewer: Viewer | None, account: Any) -> bool:
    """Moderators close the accounts of members; only admins close those of moderators and admins; nobody their own."""
    if viewer is None or account.id == viewer.id:
        return False
    return viewer.is_admin or (viewer.is_moderator and account.role == Role.MEMBER)


def _gives_role(viewer: Viewer | None, account: Any) -> bool:
    """Nobody changes their own role, so there is always an admin left."""
    return viewer is not None and viewer.is_admin and account.id != viewer.id


PREDICATES: Mapping[Permission, Predicate] = {
    Permission.SEE_IMAGE: sees_image,
    Permission.SEE_ORIGINAL: sees_original,
    Permission.LIST_OWN_IMAGES: _anyone_logged_in,
    Permission.ADD_IMAGE: _anyone_logged_in,
    Permission.EDIT_IMAGE: is_own,
    Permission.SEARCH_BY_PICTURE: _anyone,
    Permission.SEE_ALBUM: sees_album,
    Permission.ADD_ALBUM: _anyone_logged_in,
    Permission.EDIT_ALBUM: is_own,
    Permission.SEE_CLASS: is_own,
    Permission.EDIT_CLASS: is_own,
    Permission.SEE_SAVED_SEARCH: is_own,
    Permission.EDIT_SAVED_SEARCH: is_own,
    Permission.SEE_PERSON: sees_person,
    Permission.SEE_OWN_TIES: _anyone_logged_in,
    Permission.EDIT_OWN_TIES: _anyone_logged_in,
    Permission.LOOK_AS_OTHERS: is_oneself,
    Permission.SEE_OWN_ACCOUNT: _anyone_logged_in,
    Permission.EDIT_OWN_ACCOUNT: _anyone_logged_in,
    Permission.MODERATE: _moderators,
    Permission.SUSPEND_ACCOUNT: _suspends,
    Permission.GIVE_ROLE: _gives_role,
    Permission.SET_QUOTA: _admins,
    Permission.SEE_REASONS: _admins,
}
