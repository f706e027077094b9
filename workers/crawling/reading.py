"""The child process in which pages of others are read: `python -m workers.crawling.reading SETTINGS`, over its pipes.

A page that is made to take for ever, or all memory, ends this process and nothing else.
"""

import json
import sys
from base64 import b64decode
from dataclasses import asdict
from typing import Any

from workers.answering import Answer, serve
from workers.crawling.extractors import Page, read_page, read_sitemap
from workers.crawling.extractors.feed import NoFeed, read_feed

READS = {"read": read_page, "sitemap": read_sitemap, "feed": read_feed}


def answer(request: dict[str, Any]) -> Answer:
    """Read one page; an unexpected one is as good as one that cannot be read."""
    if request["op"] == "ready":
        return {}, []
    try:
        page = Page(**{**request["page"], "body": b64decode(request["page"]["body"])})
        return {"read": asdict(READS[request["op"]](page))}, []
    except (RecursionError, MemoryError, NoFeed):
        return {}, []


if __name__ == "__main__":
    serve(answer, **json.loads(sys.argv[1]))
