"""What of a person is told to whom: every field by name."""

from dataclasses import asdict

from cms.access.permissions import Permission
from cms.access.policy import permits
from cms.access.viewer import Viewer
from cms.follows import schemas
from cms.follows.queries import Between, SeenPerson
from cms.follows.service import FollowState
from cms.images.presenting import renditions_of


def present_person(seen: SeenPerson, viewer: Viewer | None) -> schemas.PersonOut:
    """Somebody with what stands between them and the viewer; counts where they were read."""
    account = seen.account
    is_self = permits(viewer, Permission.LOOK_AS_OTHERS, account)
    is_other = viewer is not None and not is_self and bool(viewer.id)
    told = schemas.PersonOut(
        name=account.name,
        display_name=account.display_name,
        picture=renditions_of(seen.picture) if seen.picture is not None else None,
        locked=account.locked,
        created_at=account.created_at,
        relation=present_relation(seen.between) if is_other else None,
        can={
            "follow": is_other and not seen.between.is_blocked,
            "block": is_other,
            "mute": is_other,
            "edit": is_self,
            "report": permits(viewer, Permission.REPORT, account),
        },
    )
    if seen.counts is not None:
        told.counts = schemas.PersonCounts(**asdict(seen.counts))
    return told


def present_relation(between: Between) -> schemas.Relation:
    state: FollowState = "none"
    if between.is_requested:
        state = "requested"
    if between.is_following:
        state = "following"
    return schemas.Relation(
        state=state, follows_you=between.follows_viewer, blocking=between.is_blocked, muting=between.is_muted
    )
