"""With whose eyes somebody looks: their own, or, on what is theirs, those of others."""

from typing import Literal

from cms.access.guard import checked, current_viewer
from cms.access.permissions import Permission
from cms.access.viewer import Viewer, imagined_follower
from cms.accounts.models import Account
from cms.accounts.queries import account_seen
from cms.errors import not_found

Eyes = Literal["stranger", "follower"]


def load_person(name: str) -> Account:
    """The one way to a person: they are there and the caller may know of them (else 404)."""
    account = account_seen(current_viewer(), name)
    if account is None:
        raise not_found()
    return account


def eyes_on(owner: Account, eyes: Eyes | None) -> Viewer | None:
    """Who looks at the things of this account. Raises 403 for others than its owner who would look as others do."""
    if eyes is None:
        return current_viewer()
    checked(owner, see=Permission.SEE_PERSON, do=Permission.LOOK_AS_OTHERS)
    return imagined_follower(owner.id) if eyes == "follower" else None
