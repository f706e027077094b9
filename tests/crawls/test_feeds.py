"""Sites that answer words with a feed, Atom or RSS: pictures with the licence that each entry states."""

import pytest

from cms.crawls.sources import offered
from cms.settings import Settings
from tests.crawls.crawling import candidates, crawled, saves
from tests.crawls.webs import web
from tests.scenes import scene
from tests.site import open_site
from workers.crawling.extractors import Page
from workers.crawling.extractors.feed import NoFeed, read_feed

BY = "https://creativecommons.org/licenses/by/4.0/"
ATOM = f"""<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/">
  <title>Found</title><link rel="license" href="https://creativecommons.org/publicdomain/zero/1.0/"/>
  <link rel="next" href="/find?page=2"/>
  <entry><title>Cup</title><author><name>Åsa</name></author><link href="/cup"/><link rel="license" href="{BY}"/>
    <media:group><media:content url="s.jpg" medium="image" width="90" height="90"/>
      <media:content url="l.jpg" medium="image" width="900" height="900"/></media:group></entry>
  <entry><title>Two</title><link href="/two"/><link rel="enclosure" type="image/png" href="/two.png"/>
    <link rel="license" href="{BY}"/><link rel="license" href="https://example.org/mine"/></entry>
  <entry><title>Song</title><link rel="enclosure" type="audio/ogg" href="/song.ogg"/></entry>
</feed>"""
RSS = f"""<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:cc="http://backend.userland.com/creativeCommonsRssModule"><channel><title>Found</title>
  <item><title>A &lt;b&gt;cup&lt;/b&gt;</title><link>/cup</link><dc:creator>Åsa</dc:creator>
    <cc:license>{BY}</cc:license><enclosure url="/cup.jpg" type="image/jpeg" length="1"/></item></channel></rss>"""
EVIL = '<!DOCTYPE rss [<!ENTITY a "aaaa">]><rss><channel><item/></channel></rss>'


def page(body: str) -> Page:
    return Page(body.encode(), "https://news.example/find?q=cup", {}, None, "2026-11-30T10:00:00+00:00")


def test_entries_of_atom_give_their_largest_picture_and_the_one_licence_that_each_states() -> None:
    found = read_feed(page(ATOM))
    cup, two = found.candidates
    assert (cup.image_url, cup.page_url) == ("https://news.example/l.jpg", "https://news.example/cup")
    assert (cup.title, cup.author, cup.licence) == ("Cup", "Åsa", "CC-BY-4.0")
    assert cup.proof is not None
    assert (cup.proof.href, cup.proof.place) == (BY, "entry[0] of https://news.example/find?q=cup")
    assert (two.image_url, two.licence, two.proof) == ("https://news.example/two.png", "", None)
    assert found.pages == ("https://news.example/find?page=2",)


def test_items_of_rss_give_the_same() -> None:
    [cup] = read_feed(page(RSS)).candidates
    assert (cup.image_url, cup.page_url) == ("https://news.example/cup.jpg", "https://news.example/cup")
    assert (cup.title, cup.author, cup.licence) == ("A cup", "Åsa", "CC-BY-4.0")


@pytest.mark.parametrize("body", [EVIL, "<html><body/></html>", "words", "", "{}"])
def test_what_declares_entities_or_is_something_else_is_no_feed(body: str) -> None:
    with pytest.raises(NoFeed):
        read_feed(page(body))


def test_a_feed_and_a_site_of_pixels_that_an_operator_names_are_asked_for_words(settings: Settings) -> None:
    with web() as news, web() as pics:
        found = f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="/a"/><link rel="license" href="{BY}"/>'
        found += '<link rel="enclosure" type="image/jpeg" href="/a.jpg"/></entry></feed>'
        news.holds("/find?q=blue%20cup", found.encode(), "application/atom+xml")
        news.holds("/a.jpg", scene(1))
        shown = '{"id": "7", "licence": "CC0 1.0", "renditions": {"1600": "/b.jpg"}}'
        pics.holds("/api/v1/search?q=blue+cup&limit=20", f'{{"items": [{shown}]}}'.encode(), "application/json")
        pics.holds("/b.jpg", scene(2))
        told = {"crawl_feeds": f"{news.url}/find?q={{searchTerms}}", "crawl_sites": pics.url}
        named = settings.model_copy(update={**told, "fetch_allow": f"{news.place},{pics.place}"})
        site, keys = open_site(named), list(offered(named))[-2:]
        alice = site.person("alice")
        crawl = crawled(site, alice, None, kind="keyword", query="blue cup", sources=keys)
        assert [one["name"] for one in crawl["sources"]] == [pics.place, news.place]
        assert {one["licence"] for one in candidates(alice, crawl)} == {"CC0-1.0", "CC-BY-4.0"}
        assert len(saves(site, alice, crawl)) == 2
