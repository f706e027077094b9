"""The job that tells a program of an account something. The row says what; the words are read here and kept nowhere."""

from flask import current_app

from cms.jobs.names import SEND_HOOK
from cms.settings import Settings
from cms.transaction import writing
from cms.webhooks import service
from workers.crawling.fetcher import Fetcher, NoAnswer, Refused
from workers.runtime import Failure, job

SECONDS = 10
MOST_BYTES = 1024
"""Nobody reads what a program answers beside the status."""


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
    status, problem = answer_to(message, settings)
    with writing():
        if problem is None and status is not None:
            service.note_taken(message, status)
        else:
            service.note_failed(message, status=status, problem=problem or "")


def answer_to(message: service.Message, settings: Settings) -> tuple[int | None, str | None]:
    """The status that was answered, if any was, and what is wrong with it."""
    fetcher = Fetcher(settings.agent, settings.fetch_exceptions)
    limits = {"most_bytes": MOST_BYTES, "seconds": SECONDS}
    try:
        answer = fetcher.fetch("POST", message.url, headers=message.headers, body=message.body, **limits)
    except (Refused, NoAnswer) as error:
        return None, str(error)
    is_taken = 200 <= answer.status < 300
    return answer.status, None if is_taken else f"The answer was {answer.status}, which is not one of success."
