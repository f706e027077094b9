"""Many comments at once, as rows: nobody writes them one by one."""

from typing import Any, Protocol

from flask import Flask

from cms.accounts.models import Account
from cms.comments.models import Comment
from cms.extensions import db, new_id
from cms.reactions.service import tally
from cms.transaction import writing


class Holds(Protocol):
    """A site, whichever process serves it."""

    @property
    def app(self) -> Flask: ...


def fill(site: Holds, image_id: str, *, threads: int, each: int, deepest: int) -> list[str]:
    """Threads of so many comments, the first of which go down to this depth; the ids in their order."""
    with site.app.app_context(), writing():
        author = db.session.scalar(db.select(Account.id).limit(1))
        rows = [
            row
            for root in sorted(new_id() for _ in range(threads))
            for row in thread_rows(image_id, author, root, each, deepest)
        ]
        db.session.execute(db.insert(Comment), rows)
        tally(image_id, comments=len(rows))
    return [str(row["id"]) for row in rows]


def thread_rows(image_id: str, author: str | None, root_id: str, size: int, deepest: int) -> list[dict[str, Any]]:
    """Down to the deepest, then again from depth 1, until there are so many."""
    above: list[dict[str, Any]] = []
    rows: list[dict[str, Any]] = []
    for position in range(size):
        depth = position if position <= deepest else 1 + (position - 1) % deepest
        del above[depth:]
        comment_id = new_id() if position else root_id
        rows.append(
            {
                "id": comment_id,
                "kind": "image",
                "thing_id": image_id,
                "author_id": author,
                "parent_id": above[-1]["id"] if above else None,
                "root_id": root_id,
                "depth": depth,
                "position": position,
                "span": size if position == 0 else 0,
                "replies": 0,
                "text": f"word{position}",
                "html": f"<p>word{position}</p>",
            }
        )
        for one in above:
            one["replies"] += 1
        above.append(rows[-1])
    return rows
