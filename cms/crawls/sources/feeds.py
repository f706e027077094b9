"""Any site that answers words with an Atom or RSS feed, by the template of its search (OpenSearch 1.1).

The answers are feeds of strangers: `workers/crawling/extractors/feed.py` reads them, in the process for such.
"""

import re
from functools import partial
from urllib.parse import quote, urlsplit

from cms.crawls.sources.source import A_PAGE, Source, marked, nothing_read

PARAMETER = re.compile(r"\{([A-Za-z:]+)\??\}")
FILLED = {
    "count": str(A_PAGE),
    "startPage": "1",
    "startIndex": "1",
    "inputEncoding": "UTF-8",
    "outputEncoding": "UTF-8",
}
"""What OpenSearch names beside the words; all else is left empty."""


def source_of(template: str) -> Source:
    """The source whose search has this template."""
    parts = urlsplit(template)
    site = f"{parts.scheme}://{parts.netloc}/"
    return Source(marked("feed", template), parts.netloc, site, partial(begin, template), nothing_read, is_feed=True)


def begin(template: str, words: str) -> str:
    filled = {"searchTerms": quote(words, safe=""), **FILLED}
    return PARAMETER.sub(lambda found: filled.get(found[1], ""), template)
