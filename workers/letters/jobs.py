"""The jobs that send mails. The row says what was wished for; the letter is written here and kept nowhere else."""

from flask import current_app

from cms.jobs.names import SEND_DIGEST, SEND_MAIL
from cms.mail.base import MailRefused
from cms.membership.mails import compose, note_sent
from cms.notifications import digests
from cms.transaction import writing
from workers.runtime import Failure, PermanentFailure, backends, job


def _left(_mail_id: str, _failure: Failure) -> None:
    """Nobody has to be told; the row of the work says it."""


@job(SEND_MAIL, on_failure=_left)
def send_mail(mail_id: str) -> None:
    """Write the letter with its link, hand it over, and note that it went."""
    with writing():
        letter = compose(mail_id, current_app.extensions["settings"])
    if letter is None:
        return
    try:
        backends().mail.send(letter)
    except MailRefused as refusal:
        raise PermanentFailure(str(refusal), "mail-refused") from refusal
    with writing():
        note_sent(mail_id)


@job(SEND_DIGEST, on_failure=_left)
def send_digest(digest_id: str) -> None:
    """Write what an account was told and may still see, hand it over, and note that it went."""
    with writing():
        letter = digests.compose(digest_id, current_app.extensions["settings"])
    if letter is None:
        return
    try:
        backends().mail.send(letter)
    except MailRefused as refusal:
        raise PermanentFailure(str(refusal), "mail-refused") from refusal
    with writing():
        digests.note_sent(digest_id)
