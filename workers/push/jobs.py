"""The job that tells a device of an account something. The row says what; the words are read here and kept nowhere."""

from flask import current_app

from cms.jobs.names import SEND_PUSH
from cms.push import service
from cms.settings import Settings
from cms.transaction import writing
from workers.crawling.posting import answer_to
from workers.runtime import Failure, job


def _give_up(delivery_id: str, _failure: Failure) -> None:
    service.give_up(delivery_id)


@job(SEND_PUSH, on_failure=_give_up)
def send_push(delivery_id: str) -> None:
    """One attempt: what its reader may know of it now, for their eyes alone; then what came of it."""
    settings: Settings = current_app.extensions["settings"]
    with writing():
        message = service.compose(delivery_id, settings)
    if message is None:
        return
    status, _problem = answer_to(message.url, message.headers, message.body, settings)
    with writing():
        service.note_answer(message, status)
