"""What pages show, read off their markup: one file a site that needs its own way, the generic one for all others."""

from workers.crawling.extractors.generic import read_page
from workers.crawling.extractors.page import Page
from workers.crawling.extractors.sitemap import read_sitemap

__all__ = ["Page", "read_page", "read_sitemap"]
