"""Vectors of what images mean: asked for where the words are other ones, kept while the image is there."""

from collections.abc import Sequence

from cms.extensions import db, now
from cms.images.results import locked
from cms.jobs.names import EMBED_WORDS
from cms.meaning import queries
from cms.meaning.models import Meaning
from cms.meaning.words import Worded
from cms.work.service import ask_all


def outdated(ids: Sequence[str]) -> list[str]:
    """Those of these images whose words are other ones than their vectors were made of."""
    told = queries.told_of(ids)
    return [image_id for image_id, words in queries.worded(ids).items() if told.get(image_id) != words.hash]


def ask_for(ids: Sequence[str]) -> None:
    """Have the words of these images turned into vectors (again)."""
    ask_all(EMBED_WORDS, ids)


def ask_where_of_other_version(version: str, *, after: str, limit: int) -> list[str]:
    """Have it done for some images behind this id that this version has not been told of; which."""
    ids = queries.of_other_versions(version, after=after, limit=limit)
    ask_for(ids)
    return ids


def keep_vectors(image_id: str, words: Worded, *, said: bytes, seen: bytes, version: str) -> None:
    """What these words mean; nothing where the image is gone."""
    if locked(image_id) is None:
        return
    row = queries.meaning_of(image_id) or Meaning(image_id=image_id)
    row.version, row.told, row.made_at = version, words.hash, now()
    row.said, row.seen = said, seen
    db.session.add(row)
