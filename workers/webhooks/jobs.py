"""The job that tells a program of an account something. The row says what; the words are read here and kept nowhere."""

from flask import current_app

from cms.jobs.names import SEND_HOOK
from cms.settings import Settings
from cms.transaction import writing
from cms.webhooks import service
from workers.crawling.posting import answer_to
from workers.runtime import Failure, job


def _give_up(delivery_id: str, failure: Failure) -> None:
    service.give_up(delivery_id, failure.sentence)


@job(SEND_HOOK, on_failure=_give_up)
def send_hook(delivery_id: str) -> None:
    """One attempt: what its reader may know of it now, signed; then what came of it, with the time of the next."""
    settings: Settings = current_app.extensions["settings"]
    with writing():
        message = service.compose(delivery_id, settings)
    if message is None:
        return
    status, problem = answer_to(message.url, message.headers, message.body, settings)
    with writing():
        if problem is None and status is not None:
            service.note_taken(message, status)
        else:
            service.note_failed(message, status=status, problem=problem or "")
