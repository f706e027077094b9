"""What was done in each month as JSON: numbers alone, for everybody. No names, and nothing of a single case."""

from cms.images.blocked import BLOCKED, HELD
from cms.moderation.models import Outcome
from cms.wire.requests import Answer

COUNTED = ("reports", "actions", "appeals")


class Notices(Answer):
    """Takedowns that came in a month, and what has become of them by now; the others wait."""

    received: int
    granted: int
    refused: int


class Stops(Answer):
    """What the site stopped by itself: pictures that moderators had removed before, and what the gate held back."""

    blocked: int
    held: int


class Month(Answer):
    """How often in a month: reports by reason, takedowns, actions by name, appeals by outcome, stops."""

    month: str
    reports: dict[str, int]
    takedowns: Notices
    stops: Stops
    actions: dict[str, int]
    appeals: dict[str, int]


class Transparency(Answer):
    items: list[Month]
    next: str | None


def present_months(totals: dict[str, dict[tuple[str, str], int]]) -> Transparency:
    """One object a month in which there was anything, newest first."""

    def of(name: str, month: str) -> dict[str, int]:
        return {what: count for (at, what), count in sorted(totals[name].items()) if at == month}

    months = sorted({month for counts in totals.values() for month, _ in counts}, reverse=True)
    return Transparency(
        items=[
            Month(
                month=month,
                takedowns=notices(of("takedowns", month)),
                stops=stops(of("stops", month)),
                **{name: of(name, month) for name in COUNTED},
            )
            for month in months
        ],
        next=None,
    )


def stops(by_kind: dict[str, int]) -> Stops:
    return Stops(blocked=by_kind.get(BLOCKED, 0), held=by_kind.get(HELD, 0))


def notices(by_outcome: dict[str, int]) -> Notices:
    """What is gone is granted, however it went."""
    return Notices(
        received=sum(by_outcome.values()),
        granted=by_outcome.get(Outcome.ACTED, 0) + by_outcome.get(Outcome.GONE, 0),
        refused=by_outcome.get(Outcome.DISMISSED, 0),
    )
