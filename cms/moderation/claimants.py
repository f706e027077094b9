"""Who holds rights in a thing is written to: that their notice came, and what became of it. Never who decided."""

from hashlib import sha256

from cms.membership.mails import want_mail
from cms.membership.models import Purpose
from cms.moderation import queries
from cms.moderation.models import Case, Outcome, Takedown


def confirm_receipt(takedown: Takedown) -> None:
    write(Purpose.TAKEDOWN_RECEIVED, takedown)


def tell_outcome(case: Case) -> None:
    """Each who sent a notice about what this closed case was about."""
    tell(case, Purpose.TAKEDOWN_REFUSED if case.outcome == Outcome.DISMISSED else Purpose.TAKEDOWN_GRANTED)


def tell_undone(case: Case) -> None:
    """What was decided does not hold any more, and a moderator looks again."""
    tell(case, Purpose.TAKEDOWN_REOPENED)


def tell_overturned(case: Case) -> None:
    """Another moderator has granted the appeal of whose thing it is."""
    tell(case, Purpose.TAKEDOWN_OVERTURNED)


def tell(case: Case, purpose: Purpose) -> None:
    for takedown in queries.takedowns_of(case.id):
        write(purpose, takedown)


def write(purpose: Purpose, takedown: Takedown) -> None:
    if takedown.email:
        want_mail(purpose, takedown.email, language=takedown.language, about=takedown.report_id)


def sign_of(*words: str) -> str:
    """Tells one notice from another, word for word."""
    return sha256("\0".join(words).encode()).hexdigest()
