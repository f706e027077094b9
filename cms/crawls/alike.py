"""A crawl that looks for pictures like one that is here: by words for it, and among what was found before.

Which of them are near is told by the worker that looks at them.
"""

from collections.abc import Iterator
from dataclasses import replace

from cms.access.viewer import Viewer
from cms.crawls import queries
from cms.crawls.guessing import KnownOf, guess, speaks_of
from cms.crawls.models import Crawl, CrawlAddress, Visit
from cms.crawls.service import Start, Wish, begin
from cms.errors import conflict
from cms.images.models import Detector, Image
from cms.images.queries import classification_of, detection_of, tags_of
from cms.media.facts import WORDS as OF_FACTS
from cms.provenance.licences import kind_of
from cms.vision.taxonomy import scenes

COMPARED_BY = "400"
"""The rendition that a picture is compared by."""

MOST_KNOWN = 40
KEPT = ("fallback", "title", "alt", "author", "licence", "proof")


def begin_alike(viewer: Viewer, wish: Wish, image: Image) -> Crawl:
    """Look for what is like this image, which its asker was found to be allowed to see.

    Raises 409 while it cannot be compared, and where nothing is known of it to ask for.
    """
    if COMPARED_BY not in image.rendition_keys:
        raise conflict("This picture is not ready yet.")
    words = guess(known_of(image))
    if not words:
        raise conflict("Nothing is known of this picture yet that could be asked for: give it a title or a tag.")
    asked = replace(wish, image=image.id, queries=words)
    return begin(viewer, asked, more=list(found_before(viewer, asked)))


def known_of(image: Image) -> KnownOf:
    """Words of its owner before those of the models; where no thing is sure, what it might be."""
    tags = sorted(tags_of([image.id]).get(image.id, []), key=lambda tag: tag.score is not None)
    things = [(tag.key, tag.label) for tag in tags if tag.key not in OF_FACTS and tag.key not in scenes()]
    seen, writing = classification_of(image.id), detection_of(image.id, Detector.TEXT)
    if not things and seen is not None:
        things = [(key, name) for key, name, _ in seen.labels[:1]]
    lines = [text for text, *_ in writing.found] if writing is not None else []
    return KnownOf(things=things, said=image.title or image.alt_text, lines=lines)


def found_before(viewer: Viewer, wish: Wish) -> Iterator[Start]:
    """What earlier crawls of the same account have found under one of these words, each picture once."""
    known: set[str] = set()
    for row in queries.found_by(viewer.id):
        told = row.told
        is_wanted = not wish.licences or kind_of(told.get("licence", "")) in wish.licences
        if row.sha256 in known or not is_wanted or not speaks_of(wish.queries, words_of(row)):
            continue
        known.add(row.sha256 or "")
        yield Start(Visit.PICTURE, row.url, {name: told[name] for name in KEPT if name in told}, row.page_url)
        if len(known) == MOST_KNOWN:
            return


def words_of(row: CrawlAddress) -> str:
    return f"{row.told.get('title', '')} {row.told.get('alt', '')}"
