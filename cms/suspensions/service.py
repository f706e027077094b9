"""What a suspended account may still do: see what was decided about it, and appeal. No HTTP, no commits."""

from cms.access.permissions import Permission
from cms.access.policy import permits
from cms.access.viewer import Viewer
from cms.accounts.models import Account
from cms.accounts.queries import viewer_of
from cms.accounts.signing import account_of
from cms.errors import conflict, not_found
from cms.moderation import queries
from cms.moderation import service as moderation
from cms.moderation.models import Appeal, Decision
from cms.moderation.queries import SeenDecision
from cms.pagination import Wanted

MOST_TOLD = 30


def account_by_token(token: str, *, key: str) -> Account:
    """Raises the same 404 for a word that was never given, is over, or is of an account that is gone."""
    account = account_of(token, key=key)
    if account is None:
        raise not_found()
    return account


def told(account: Account) -> list[SeenDecision]:
    """What was decided about this account lately; nothing once it can log in and read all of it there."""
    if account.active:
        return []
    return list(queries.decisions_about(viewer_of(account), Wanted(limit=MOST_TOLD)).rows)


def appeal(account: Account, decision_id: str, text: str) -> Appeal:
    """As a member does. Raises 404 for a decision about somebody else, 409 where it cannot be appealed any more."""
    if account.active:
        raise conflict("This account is open again. Log in to appeal.")
    viewer = viewer_of(account)
    return moderation.appeal(viewer, own_decision(viewer, decision_id), text)


def own_decision(viewer: Viewer, decision_id: str) -> Decision:
    decision = queries.decision_by_id(decision_id)
    if decision is None or not decision.is_told or not permits(viewer, Permission.APPEAL, decision):
        raise not_found()
    return decision
