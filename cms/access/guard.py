"""The door of every view: it declares a permission or that it is public, and reaches objects only through `checked`."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from hmac import compare_digest
from typing import Any, TypeVar

from flask import g, request

from cms.access.permissions import Permission
from cms.access.policy import is_in_scope, is_open_to_visitors, permits
from cms.access.viewer import Viewer
from cms.errors import forbidden, login_needed, not_found
from cms.settings import Settings
from cms.transaction import writing

View = Callable[..., Any]
Thing = TypeVar("Thing")
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def current_viewer() -> Viewer | None:
    """Who makes this request; None is a visitor."""
    viewer: Viewer | None = g.get("viewer")
    return viewer


def look_inside(album_id: str) -> None:
    """From now on in this request they look into this album as one of its people, which the caller has checked."""
    g.viewer = replace(oneself(), inside=album_id)


def oneself() -> Viewer:
    """Who makes this request. Raises 401 for a visitor."""
    viewer = current_viewer()
    if viewer is None:
        raise login_needed()
    return viewer


def requires(permission: Permission, *further: Permission) -> Callable[[View], View]:
    """Only who may do this in general gets in; what it is done to is checked when it is loaded.

    `further` is what the view does to other things on the way: a token needs the scopes for that too.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            for needed in (permission, *further):
                refuse_unless_allowed(current_viewer(), needed)
            return _in_transaction(view, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def public(view: View) -> View:
    """Anyone gets in, visitors too; the view shows nothing that is not for everyone, or checks what it loads."""

    @wraps(view)
    def open_to_all(*args: Any, **kwargs: Any) -> Any:
        return _in_transaction(view, *args, **kwargs)

    open_to_all.permission = None  # type: ignore[attr-defined]
    return open_to_all


def refuse_unless_allowed(viewer: Viewer | None, permission: Permission) -> None:
    """Raise 401 for a visitor who would have to log in, 403 for who may not (404 for the rooms of moderators)."""
    if viewer is None:
        if not is_open_to_visitors(permission):
            raise login_needed()
        return
    if not is_in_scope(viewer, permission):
        raise forbidden()
    if permission is Permission.MODERATE and not permits(viewer, permission):
        raise not_found()


def checked(thing: Thing | None, *, see: Permission, do: Permission | None = None) -> Thing:
    """The thing, if this viewer may see it (else 404) and do this to it (else 401 or 403).

    A token that does not reach so far gets 403 whether the thing is there or not.
    """
    viewer = current_viewer()
    if not is_in_scope(viewer, see):
        raise forbidden()
    if thing is None or not permits(viewer, see, thing):
        raise not_found()
    if do is not None and not permits(viewer, do, thing):
        raise login_needed() if viewer is None else forbidden()
    return thing


def is_operator(settings: Settings) -> bool:
    """Whether this request may know what only operators may: by the token of the settings, or as an admin."""
    return has_operators_token(settings) or permits(current_viewer(), Permission.SEE_REASONS)


def has_operators_token(settings: Settings) -> bool:
    """Whether this request shows the token of the settings, if there is one."""
    secret = settings.metrics_token.get_secret_value()
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    return bool(secret) and scheme.lower() == "bearer" and compare_digest(given.strip().encode(), secret.encode())


def _in_transaction(view: View, *args: Any, **kwargs: Any) -> Any:
    if request.method in SAFE_METHODS:
        return view(*args, **kwargs)
    with writing():
        return view(*args, **kwargs)
