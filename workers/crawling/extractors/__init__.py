"""What pages show, read off their markup: one file a site that needs its own way, the generic one for all others."""

from workers.crawling.extractors.generic import read_page
from workers.crawling.extractors.linked import picture_at
from workers.crawling.extractors.page import Page
from workers.crawling.extractors.sitemap import read_sitemap

__all__ = ["Page", "picture_at", "read_page", "read_sitemap"]
