"""May they? A table from permission to predicate: the only place where a role, an owner or a scope is compared."""

from collections.abc import Callable, Mapping
from typing import Any

from cms.access.audience import image_audience
from cms.access.permissions import Permission
from cms.access.viewer import Role, Viewer
from cms.clauses import matches

Predicate = Callable[[Viewer | None, Any], bool]

SCOPES: Mapping[Permission, str] = {
    Permission.SEE_IMAGE: "images:read",
    Permission.SEE_ORIGINAL: "images:read",
    Permission.LIST_OWN_IMAGES: "images:read",
    Permission.ADD_IMAGE: "images:write",
    Permission.EDIT_IMAGE: "images:write",
    Permission.SEE_OWN_ACCOUNT: "account:read",
    Permission.EDIT_OWN_ACCOUNT: "account:write",
    Permission.MODERATE: "moderation",
    Permission.SUSPEND_ACCOUNT: "moderation",
    Permission.GIVE_ROLE: "administration",
}


def permits(viewer: Viewer | None, permission: Permission, thing: Any = None) -> bool:
    """Whether this viewer may do this to this thing (None where there is no single one)."""
    return is_in_scope(viewer, permission) and PREDICATES[permission](viewer, thing)


def is_in_scope(viewer: Viewer | None, permission: Permission) -> bool:
    """Whether the token that the viewer came with reaches so far; a login reaches everywhere."""
    return viewer is None or not viewer.scopes.isdisjoint({"*", SCOPES[permission]})


def is_open_to_visitors(permission: Permission) -> bool:
    """Whether somebody who is not logged in may ever do this."""
    return permission in (Permission.SEE_IMAGE, Permission.SEE_ORIGINAL)


def is_own(viewer: Viewer | None, thing: Any) -> bool:
    return viewer is not None and thing.owner_id == viewer.id


def sees_image(viewer: Viewer | None, image: Any) -> bool:
    return matches(image_audience(viewer), lambda field: getattr(image, field))


def sees_original(viewer: Viewer | None, image: Any) -> bool:
    return is_own(viewer, image) or (sees_image(viewer, image) and image.is_original_shareable)


def _anyone_logged_in(viewer: Viewer | None, _thing: Any) -> bool:
    return viewer is not None


def _moderators(viewer: Viewer | None, _thing: Any) -> bool:
    return viewer is not None and viewer.is_moderator


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
    Permission.SEE_OWN_ACCOUNT: _anyone_logged_in,
    Permission.EDIT_OWN_ACCOUNT: _anyone_logged_in,
    Permission.MODERATE: _moderators,
    Permission.SUSPEND_ACCOUNT: _suspends,
    Permission.GIVE_ROLE: _gives_role,
}
