"""What a decision may do, action by action; each tells as steps what was before, and every step can be put back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cms.access.viewer import Viewer
from cms.accounts import standing
from cms.accounts.models import Account
from cms.accounts.queries import account_by_id
from cms.accounts.service import let_back_in, suspend
from cms.errors import conflict, invalid
from cms.extensions import now
from cms.images import blocked
from cms.logins.queries import logins_of
from cms.moderation import pictures
from cms.moderation.models import Case, CaseKind
from cms.moderation.subjects import KINDS, Step, thing_of

LIMITED_FOR = timedelta(days=7)
SILENT = frozenset({"note", "dismiss"})
"""Actions that the person concerned is not told of."""

ALSO = "also"
"""A step that names another decision, which was made with this one and is undone with it."""

VERDICTS = frozenset({"uphold", "overturn"})


@dataclass(frozen=True)
class Order:
    """What a moderator wants done. `level` is of `sensitive`, `until` of `limit suspend ban_address`.

    `invited` is of `suspend`: whom they invited too, and whom these invited.
    """

    actions: tuple[str, ...]
    reason: str
    rule: str = ""
    until: datetime | None = None
    level: str = "explicit"
    address: str = ""
    invited: bool = False


@dataclass(frozen=True)
class Act:
    """One order on one case, by somebody."""

    case: Case
    order: Order
    by: Viewer

    @property
    def thing(self) -> Any:
        """Raises 409 where it is gone."""
        found = thing_of(self.case.subject_kind, self.case.subject_id)
        if found is None:
            raise conflict("What this case is about is not there any more. Dismiss it.")
        return found

    @property
    def account(self) -> Account:
        """Whom it is about. Raises 409 where they are gone."""
        found = account_by_id(self.case.concerned_id) if self.case.concerned_id else None
        if found is None:
            raise conflict("Whom this case is about is not there any more. Dismiss it.")
        return found


def hide(act: Act) -> Step:
    does = KINDS[act.case.subject_kind].hide
    if does is None:
        raise not_for("hide", act)
    return does(act.thing)


def restore(act: Act) -> Step:
    does = KINDS[act.case.subject_kind].restore
    if does is None:
        raise not_for("restore", act)
    return does(act.thing)


def sensitive(act: Act) -> Step:
    refuse_but_images("sensitive", act)
    return pictures.mark(act.thing, act.order.level)


def remove_and_block(act: Act) -> Step:
    refuse_but_images("remove_and_block", act)
    return pictures.remove_and_block(act.thing)


def limit(act: Act) -> Step:
    account = act.account
    step = {"do": "limit", "was": told(account.limited_until)}
    account.limited_until = act.order.until or now() + LIMITED_FOR
    return step


def close(act: Act) -> Step:
    return shut(act.account, act.order.until, by=act.by)


def shut(account: Account, until: datetime | None, *, by: Viewer) -> Step:
    step = {"do": "suspend", "was": account.active, "until": told(account.suspended_until)}
    suspend(account, by=by)
    account.suspended_until = until
    return step


def ban_address(act: Act) -> Step:
    network = standing.network_of(act.order.address or latest_address(act.account))
    if network is None:
        raise invalid("address", "Name an address or a network, such as 203.0.113.0/24.")
    return {"do": "ban", "id": standing.ban(network, act.order.until), "network": network}


def nothing(_act: Act) -> None:
    return None


ACTIONS: dict[str, Callable[[Act], Step | None]] = {
    "hide": hide,
    "restore": restore,
    "sensitive": sensitive,
    "remove_and_block": remove_and_block,
    "warn": nothing,
    "limit": limit,
    "suspend": close,
    "ban_address": ban_address,
    "note": nothing,
    "dismiss": nothing,
}


def offered(case: Case) -> list[str]:
    """Which actions fit what this case is about, in the order in which they are carried out."""
    if case.kind == CaseKind.APPEAL:
        return ["uphold", "overturn"]
    kind = KINDS.get(case.subject_kind)
    left_out = set()
    if kind is None or kind.hide is None:
        left_out |= {"hide", "restore"}
    if case.subject_kind != "image":
        left_out |= {"sensitive", "remove_and_block"}
    if case.concerned_id is None:
        left_out |= {"warn", "limit", "suspend", "ban_address"}
    return [name for name in ACTIONS if name not in left_out]


def carry_out(act: Act) -> list[Step]:
    """Do all of it, in the order of the list above; the steps, last one last."""
    wanted = [name for name in ACTIONS if name in act.order.actions]
    return [step for name in wanted if (step := ACTIONS[name](act)) is not None]


def put_back(kind: str, thing_id: str, concerned_id: str | None, steps: list[Step]) -> None:
    """Make everything as it was before these steps; what is gone stays gone."""
    thing = thing_of(kind, thing_id)
    account = account_by_id(concerned_id) if concerned_id else None
    for step in reversed(steps):
        if "block" in step:
            blocked.unblock(step["block"])
        if step["do"] == "ban":
            standing.lift_ban(step["id"])
        elif step["do"] == ALSO:
            continue  # put back as a decision of its own
        elif step["do"] in ("limit", "suspend"):
            if account is not None:
                put_account_back(account, step)
        elif thing is not None and (does := KINDS[kind].put_back) is not None:
            does(thing, step)


def put_account_back(account: Account, step: Step) -> None:
    if step["do"] == "limit":
        account.limited_until = moment(step["was"])
        return
    if step["was"] and account.closed_at is None:
        let_back_in(account)
    account.suspended_until = moment(step["until"])


def touched(steps: list[Step]) -> set[str]:
    """What these steps changed; bans stand beside each other, and what was decided also has steps of its own."""
    return {step["do"] for step in steps} - {"ban", ALSO}


def latest_address(account: Account) -> str:
    """From where this account logged in last; nothing where it is not logged in."""
    rows = sorted(logins_of(account.id), key=lambda login: login.last_seen_at)
    return rows[-1].address if rows else ""


def refuse_but_images(name: str, act: Act) -> None:
    if act.case.subject_kind != "image":
        raise not_for(name, act)


def not_for(name: str, act: Act) -> Exception:
    return invalid("actions", f"{name} is not for a case about {act.case.subject_kind}s.")


def told(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
