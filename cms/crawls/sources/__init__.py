"""Collections of the web that can be asked for pictures by words: those that need no key, and those of an operator.

Pure: addresses out, answers in. Written by what each documents of itself; `doctor --sources` tells which answer so.
"""

from collections.abc import Mapping

from cms.crawls.sources import artic, commons, feeds, flickr, internet_archive, met, openverse, pixels_site
from cms.crawls.sources.source import Source
from cms.settings import Settings

SOURCES: Mapping[str, Source] = {
    one.key: one for one in (openverse.SOURCE, commons.SOURCE, met.SOURCE, artic.SOURCE, internet_archive.SOURCE)
}


def offered(settings: Settings) -> Mapping[str, Source]:
    """The sources of a site with these settings, by their keys, in the order in which they are asked."""
    key = settings.flickr_key.get_secret_value()
    named = [
        *([flickr.source_with(key)] if key else []),
        *map(pixels_site.source_at, settings.crawl_sites.split()),
        *map(feeds.source_of, settings.crawl_feeds.split()),
    ]
    return {**SOURCES, **{one.key: one for one in named}}
