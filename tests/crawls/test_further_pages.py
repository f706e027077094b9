"""Pages that a site lists in sitemaps or goes on with, and what has not changed since it was read before."""

import gzip

import pytest

from cms.crawls.candidates import PageRead
from tests.crawls.crawling import BY, candidates, crawled
from tests.crawls.webs import Thing, Web
from tests.people import Person
from tests.scenes import scene
from tests.site import Site
from workers.crawling.extractors import Page, read_sitemap

SCHEMA = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:i='http://www.google.com/schemas/sitemap-image/1.1'"


def urls(*places: str) -> bytes:
    return f"<urlset {SCHEMA}>{''.join(f'<url><loc>{one}</loc></url>' for one in places)}</urlset>".encode()


def index(*places: str) -> bytes:
    maps = "".join(f"<sitemap><loc>{one}</loc></sitemap>" for one in places)
    return f"<sitemapindex {SCHEMA}>{maps}</sitemapindex>".encode()


def read(body: bytes) -> PageRead:
    return read_sitemap(Page(body, "https://example.org/sitemap.xml", {}, None, ""))


def found(person: Person, crawl: dict[str, str]) -> list[str]:
    return [one["image_url"].rsplit("/", 1)[1] for one in candidates(person, crawl)]


@pytest.fixture
def far(other: Web) -> Web:
    """A site with two pages that nothing links to."""
    for number in range(3):
        other.holds(f"/{number}.jpg", scene(number))
        other.shows(f"/page-{number}", f"<img src=/{number}.jpg>")
    return other


def test_pages_of_packed_sitemaps_of_an_index_in_robots_are_read(site: Site, alice: Person, far: Web) -> None:
    far.wishes(f"Sitemap: {far.url}/all.xml\nSitemap: https://elsewhere.example/other.xml")
    far.holds("/all.xml", index(f"{far.url}/one.xml.gz"), "text/xml")
    far.holds("/one.xml.gz", gzip.compress(urls(f"{far.url}/page-1", f"{far.url}/page-2")), "application/gzip")
    assert found(alice, crawled(site, alice, f"{far.url}/page-0", depth=1)) == ["0.jpg", "1.jpg", "2.jpg"]


def test_without_one_in_robots_the_usual_place_is_asked_and_none_is_no_failure(
    site: Site, alice: Person, far: Web
) -> None:
    crawl = crawled(site, alice, f"{far.url}/page-0", depth=1)
    assert ("/sitemap.xml" in far.paths, crawl["counts"]["failed"], crawl["counts"]["pages"]) == (True, 0, 1)
    far.asked.clear()
    crawled(site, alice, f"{far.url}/page-0")
    assert "/sitemap.xml" not in far.paths


def test_a_series_is_followed_to_its_end_wherever_it_began(site: Site, alice: Person, far: Web) -> None:
    for number in range(2):
        far.shows(f"/page-{number}", f"<img src=/{number}.jpg><link rel=next href=/page-{number + 1}>")
    far.shows("/", "<a href=/page-0>gallery</a>")
    assert found(alice, crawled(site, alice, f"{far.url}/", depth=1)) == ["0.jpg", "1.jpg", "2.jpg"]


def test_only_pages_of_the_same_site_are_taken_of_a_sitemap() -> None:
    picture = "<i:image><i:loc>https://example.org/no</i:loc></i:image>"
    whole = urls("https://example.org/a", "https://example.org/b.pdf", "https://elsewhere.org/c", "nowhere")
    assert read(whole.replace(b"</url>", f"{picture}</url>".encode())).pages == ("https://example.org/a",)
    assert read(whole[:-40]).pages == ("https://example.org/a",)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_sitemap_with_entities_of_its_own_is_none(encoding: str) -> None:
    bomb = f"<!DOCTYPE urlset [<!ENTITY a 'https://example.org/'>]>{urls('&a;').decode()}"
    assert read(bomb.encode(encoding)) == PageRead()


def test_what_has_not_changed_is_not_sent_again_and_found_all_the_same(site: Site, alice: Person, far: Web) -> None:
    far.holds("/0.jpg", scene(0), ETag='"a"')
    page = far.shows("/page-0", f"<img src=/0.jpg>{BY}", ETag='"p"')
    first = candidates(alice, crawled(site, alice, page))
    for path in ("/0.jpg", "/page-0"):
        far.things[path] = Thing(status=304)
    far.asked.clear()
    again = crawled(site, alice, page)
    assert (again["counts"]["failed"], sorted(far.paths)) == (0, ["/0.jpg", "/page-0"])
    told = [{name: one[name] for name in ("alt", "licence", "width", "size")} for one in candidates(alice, again)]
    assert told == [{name: one[name] for name in ("alt", "licence", "width", "size")} for one in first]
    assert candidates(site.person("bob"), crawled(site, site.person("bob"), page)) == []
