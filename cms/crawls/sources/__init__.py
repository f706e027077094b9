"""Collections of the web that can be asked for pictures by words, without a key: the explicit list.

Pure: addresses out, answers in. Written by what each documents of itself; none was seen working from here yet.
"""

from collections.abc import Mapping

from cms.crawls.sources import artic, commons, internet_archive, met, openverse
from cms.crawls.sources.source import Source

SOURCES: Mapping[str, Source] = {
    one.key: one for one in (openverse.SOURCE, commons.SOURCE, met.SOURCE, artic.SOURCE, internet_archive.SOURCE)
}
