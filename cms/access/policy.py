"""May they? A table from permission to predicate: the only place where a role, an owner or a scope is compared."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from cms.access.audience import (
    album_audience,
    image_audience,
    link_audience,
    nothing_between,
    person_audience,
    shares_with,
)
from cms.access.permissions import OPEN_TO_VISITORS, Permission
from cms.access.scopes import SCOPES
from cms.access.viewer import Role, Viewer, nobody
from cms.clauses import Clause, Tie, matches

Predicate = Callable[[Viewer | None, Any], bool]


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


def sees_outside_album(viewer: Viewer | None, image: Any) -> bool:
    """Whether they would see it too if they did not look into its album as one of its people."""
    return viewer is None or viewer.inside is None or sees_image(replace(viewer, inside=None), image)


def sees_album(viewer: Viewer | None, album: Any) -> bool:
    """Of collections too, which have no album above them."""
    return is_within(album_audience(viewer), viewer, album)


def _has_role(tie: Tie) -> Predicate:
    """Of albums: they are the viewer's, or their owner gave the viewer a role that makes this tie."""

    def has_role(viewer: Viewer | None, album: Any) -> bool:
        if viewer is None or not sees_album(viewer, album):
            return False
        return is_own(viewer, album) or album.id in viewer.members(tie, viewer.id)

    return has_role


def _sits(*roles: str) -> Predicate:
    """Of projects, loaded with the role that the viewer was given: theirs, or one of these roles is."""

    def sits(viewer: Viewer | None, seated: Any) -> bool:
        return viewer is not None and (is_own(viewer, seated) or seated.role in roles)

    return sits


def sees_person(viewer: Viewer | None, account: Any) -> bool:
    return is_within(person_audience(viewer), viewer, account)


def sees_class(viewer: Viewer | None, seen: Any) -> bool:
    """Of a class with its owner and with the viewer's share, if there is one."""
    return is_own(viewer, seen) or (is_shared_with(viewer, seen.share) and may_share_with(viewer, seen.owner))


def sees_examples(viewer: Viewer | None, seen: Any) -> bool:
    """Which pictures a class was learnt from; each of them is within the audience of images besides."""
    return is_own(viewer, seen) or (sees_class(viewer, seen) and seen.share.has_examples)


def ends_share(viewer: Viewer | None, share: Any) -> bool:
    return is_own(viewer, share) or is_shared_with(viewer, share)


def is_shared_with(viewer: Viewer | None, share: Any) -> bool:
    return viewer is not None and share is not None and is_within(shares_with(viewer), viewer, share)


def may_share_with(viewer: Viewer | None, account: Any) -> bool:
    return viewer is not None and is_within(nothing_between(viewer), viewer, account)


def is_within(audience: Clause, viewer: Viewer | None, thing: Any) -> bool:
    """The Python reading of an audience."""
    members = nobody if viewer is None else viewer.members
    return matches(audience, lambda field: getattr(thing, field), members)


def sees_original(viewer: Viewer | None, image: Any) -> bool:
    return is_own(viewer, image) or (sees_image(viewer, image) and image.is_original_shareable)


def opens_link(viewer: Viewer | None, link: Any) -> bool:
    """Whoever holds it; None for the door, which is open to all."""
    return link is None or is_within(link_audience(viewer), viewer, link)


def adds_by_link(viewer: Viewer | None, link: Any) -> bool:
    return link is None or (opens_link(viewer, link) and link.has_upload)


def sees_metadata_by_link(viewer: Viewer | None, image: Any) -> bool:
    """Of an image that a share link shows: where the link tells it, and its owner is who made the link or agrees."""
    opened = viewer.opened if viewer is not None else None
    if opened is None or not opened.has_metadata:
        return False
    return bool(image.owner_id == opened.maker_id or image.share_metadata)


def loads_by_link(viewer: Viewer | None, image: Any) -> bool:
    """Of such an image: where the link lets people, and what is private in the file may go along or can be left out."""
    opened = viewer.opened if viewer is not None else None
    if opened is None or not opened.has_download:
        return False
    return image.shared_spans is not None or sees_metadata_by_link(viewer, image)


def is_oneself(viewer: Viewer | None, account: Any) -> bool:
    return viewer is not None and account.id == viewer.id


def reports(viewer: Viewer | None, thing: Any) -> bool:
    """Anybody whatever they see, but not their own things nor themselves."""
    whose = getattr(thing, "owner_id", getattr(thing, "author_id", getattr(thing, "id", None)))
    return viewer is None or thing is None or whose != viewer.id


def sees_report(viewer: Viewer | None, report: Any) -> bool:
    """Its maker; that of a visitor whoever knows its id, which only its maker was told."""
    if report is None or report.reporter_id is None:
        return True
    return viewer is not None and report.reporter_id == viewer.id


def appeals(viewer: Viewer | None, decision: Any) -> bool:
    """Whom a decision is about."""
    return viewer is not None and (decision is None or decision.concerned_id == viewer.id)


def _anyone(_viewer: Viewer | None, _thing: Any) -> bool:
    return True


def _anyone_logged_in(viewer: Viewer | None, _thing: Any) -> bool:
    return viewer is not None


def is_author(viewer: Viewer | None, comment: Any) -> bool:
    return viewer is not None and comment.author_id == viewer.id


def _comments_on(viewer: Viewer | None, thing: Any) -> bool:
    """On a thing that they see. An owner who wants no comments writes none either."""
    return viewer is not None and bool(viewer.id) and not thing.comments_closed


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
    Permission.LOOK_INTO_ALBUM: _has_role(Tie.SHOWN_TO),
    Permission.FILL_ALBUM: _has_role(Tie.FILLED_BY),
    Permission.ARRANGE_ALBUM: _has_role(Tie.ARRANGED_BY),
    Permission.LIKE: _anyone_logged_in,
    Permission.SEE_COLLECTION: sees_album,
    Permission.SEE_OWN_COLLECTIONS: _anyone_logged_in,
    Permission.COLLECT: _anyone_logged_in,
    Permission.EDIT_COLLECTION: is_own,
    Permission.SHARE_BY_LINK: _anyone_logged_in,
    Permission.OPEN_LINK: opens_link,
    Permission.ADD_BY_LINK: adds_by_link,
    Permission.LOAD_BY_LINK: loads_by_link,
    Permission.SEE_METADATA_BY_LINK: sees_metadata_by_link,
    Permission.SEE_COMMENTS: _anyone,
    Permission.ADD_COMMENT: _comments_on,
    Permission.EDIT_COMMENT: is_author,
    Permission.HIDE_COMMENT: is_own,
    Permission.LIKE_COMMENT: _anyone_logged_in,
    Permission.SEE_CLASS: sees_class,
    Permission.EDIT_CLASS: is_own,
    Permission.SEE_EXAMPLES: sees_examples,
    Permission.SHARE_WITH: may_share_with,
    Permission.END_SHARE: ends_share,
    Permission.SEE_SAVED_SEARCH: is_own,
    Permission.EDIT_SAVED_SEARCH: is_own,
    Permission.SEE_PROJECT: _sits("viewer", "editor"),
    Permission.EDIT_PROJECT: _sits("editor"),
    Permission.LEAD_PROJECT: is_own,
    Permission.SEE_RECOMMENDATIONS: _anyone_logged_in,
    Permission.EDIT_TASTES: _anyone_logged_in,
    Permission.SEE_PERSON: sees_person,
    Permission.SEE_OWN_TIES: _anyone_logged_in,
    Permission.EDIT_OWN_TIES: _anyone_logged_in,
    Permission.LOOK_AS_OTHERS: is_oneself,
    Permission.SEE_OWN_ACCOUNT: _anyone_logged_in,
    Permission.EDIT_OWN_ACCOUNT: _anyone_logged_in,
    Permission.REPORT: reports,
    Permission.SEE_OWN_REPORTS: sees_report,
    Permission.APPEAL: appeals,
    Permission.SEE_OWN_DECISIONS: appeals,
    Permission.MODERATE: _moderators,
    Permission.SUSPEND_ACCOUNT: _suspends,
    Permission.GIVE_ROLE: _gives_role,
    Permission.SET_QUOTA: _admins,
    Permission.SEE_REASONS: _admins,
}
