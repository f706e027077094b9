"""Sending something to where somebody wants it told: an answer of success, soon, or another attempt later."""

from collections.abc import Mapping

from cms.settings import Settings
from workers.crawling.fetcher import Fetcher, NoAnswer, Refused

SECONDS = 10
MOST_BYTES = 1024
"""Nobody reads what is answered beside the status."""


def answer_to(url: str, headers: Mapping[str, str], body: bytes, settings: Settings) -> tuple[int | None, str | None]:
    """The status that was answered, if any was, and what is wrong with it."""
    fetcher = Fetcher(settings.agent, settings.fetch_exceptions)
    try:
        answer = fetcher.fetch("POST", url, headers=headers, body=body, most_bytes=MOST_BYTES, seconds=SECONDS)
    except (Refused, NoAnswer) as error:
        return None, str(error)
    is_taken = 200 <= answer.status < 300
    return answer.status, None if is_taken else f"The answer was {answer.status}, which is not one of success."
