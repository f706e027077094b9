"""What a site ends in: all rows and objects, without what tells only how often something was tried."""

import hashlib
import re
from typing import Any

from cms.clauses import EVERYTHING
from cms.extensions import db
from cms.index.base import Eyes, Order, SearchQuery
from cms.index.words import Words
from cms.jobs.names import REMOVE_OBJECTS
from cms.transaction import reading
from cms.work.models import WorkState
from tests.site import Site

TIMES = {
    "deleted_at",
    "updated_at",
    "made_at",
    "trained_at",
    "created_at",
    "read_at",
    "due_at",
    "lease_until",
    "sent_at",
    "finished_at",
    "next_at",
    "failing_since",
    "closed_at",
    "trashed_at",
    "at",
}
NOT_COMPARED = TIMES | {"found_at", "took_ms", "version", "lease", "attempts", "round"}
"""Times and counters tell how often something was tried, not what became of it."""
RANDOM_IDS = {"image_tags", "discarded_objects", "work", "notifications"}
MADE = ("cases", "decisions", "blocked_pictures")
"""Tables of what moderators decide, also by a job."""


def objects_of(site: Site) -> dict[str, str]:
    """Every stored object with the hash of its bytes."""
    storage = site.app.extensions["backends"].storage
    found = {}
    for stored in storage.listing():
        with storage.open(stored.key) as stream:
            found[stored.key] = hashlib.sha256(stream.read()).hexdigest()
    return found


def state_of(site: Site) -> dict[str, Any]:
    """All rows and all objects, as far as they say what became of things."""
    rows = {}
    removals = {REMOVE_OBJECTS.kind, WorkState.DONE.value}
    with site.app.app_context(), reading():
        made = {key for name in MADE for key in db.session.scalars(db.select(db.metadata.tables[name].c.id))}
        for name, table in db.metadata.tables.items():
            left_out = NOT_COMPARED | ({"id"} if name in RANDOM_IDS else set())
            kept = [column for column in table.columns if column.name not in left_out]
            found = [tuple(row) for row in db.session.execute(db.select(*kept))]
            told = [without_versions(repr(row)) for row in found if not removals <= set(map(str, row))]
            rows[name] = sorted(without_made(row, made) for row in told)
    objects = {without_versions(key): sha256 for key, sha256 in objects_of(site).items()}
    return {
        **rows,
        "objects": objects,
        "index": documents_of(site),
        "letters": [letter.as_string() for letter in site.sent()],
    }


def documents_of(site: Site) -> list[Any]:
    """Which documents the index holds, and what is counted in it."""
    index, eyes = site.app.extensions["backends"].index, Eyes(EVERYTHING)
    kinds = ("tag", "owner", "category")
    counts = [count for kind in kinds for count in index.tally(kind, eyes, start="", after=None, limit=100)]
    shores = index.find(SearchQuery(eyes, Words("shore"))).total
    by_likes = index.find(SearchQuery(eyes, order=Order.LIKES)).hits
    return [index.versions("", limit=100), counts, shores, by_likes]


def without_versions(text: str) -> str:
    """Keys of renditions tell at which version of the image they were made."""
    return re.sub(r"/(64|400|1600)-\d+-", r"/\1-", text)


def without_made(row: str, made: set[str]) -> str:
    """What jobs make has another id each time."""
    chained = re.sub(r"'[0-9a-f]{64}', '[0-9a-f]{64}'\)$", "hashes)", row)
    return re.sub("[0-9A-Z]{26}", lambda found: "made" if found[0] in made else found[0], chained)
