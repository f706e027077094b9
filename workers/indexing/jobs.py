"""Jobs that bring the search index in line with the rows."""

from flask import current_app

from cms.jobs.names import INDEX_IMAGE, INDEX_LIKES, INDEX_OWNER
from cms.meaning import service as meaning
from cms.search import keeping
from cms.settings import Settings
from cms.transaction import reading, writing
from cms.vision.meaning import is_on
from workers.runtime import ComeBackLater, Failure, backends, job

SECONDS_AT_ONCE = 30.0


def _left(_subject_id: str, _failure: Failure) -> None:
    """Nobody has to be told; the row of the work says it, and the image is not counted until it was done."""


@job(INDEX_IMAGE, on_failure=_left)
def index_image(image_id: str) -> None:
    """The document of one image, and a vector of its words where these are others."""
    keeping.follow(backends().index, [image_id])
    if is_on(settings().vision_meaning):
        ask_for_vector(image_id)


@job(INDEX_OWNER, on_failure=_left)
def index_owner(owner_id: str) -> None:
    """The documents of all images of an account that are behind."""
    if not keeping.follow_owner(backends().index, owner_id, seconds=SECONDS_AT_ONCE):
        raise ComeBackLater("So many pictures take longer.")


@job(INDEX_LIKES, on_failure=_left)
def index_likes(image_id: str) -> None:
    """How often an image is liked by now; one that is gone is followed by work of its own."""
    keeping.follow(backends().index, [image_id])


def ask_for_vector(image_id: str) -> None:
    with reading():
        is_outdated = bool(meaning.outdated([image_id]))
    if is_outdated:
        with writing():
            meaning.ask_for([image_id])


def settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found
