"""What is read off the markup of a page: its content pictures at full size, and what it states of each."""

import json
import resource

import pytest

from cms.crawls.candidates import Candidate, PageRead
from cms.provenance.licences import licence_of
from workers.crawling.extractors import Page, read_page
from workers.crawling.reader import CPU_SECONDS, PageReader
from workers.crawling.turns import MOST_PAGE_BYTES

URL = "https://example.org/pages/one"
CC = "https://creativecommons.org/licenses"


def read(markup: str, *, head: str = "", url: str = URL, **headers: str) -> PageRead:
    body = f"<!doctype html><html><head><title>Cups</title>{head}</head><body>{markup}</body></html>".encode()
    return read_page(Page(body, url, headers, None, "2026-11-30T10:00:00+00:00"))


def found(markup: str, **more: str) -> list[str]:
    return [one.image_url.removeprefix("https://example.org/") for one in read(markup, **more).candidates]


def only(markup: str, **more: str) -> Candidate:
    [one] = read(markup, **more).candidates
    return one


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<img src=/a.jpg>", "a.jpg"),
        ("<img src=a.jpg>", "pages/a.jpg"),
        ("<img src='/s.jpg' srcset='/s.jpg 320w, /l.jpg 1280w, /m.jpg 640w'>", "l.jpg"),
        ("<img src='/s.jpg' srcset='/m.jpg 1.5x,/l.jpg 3x'>", "l.jpg"),
        ("<picture><source srcset='/l.avif 2000w'><img src=/s.jpg></picture>", "l.avif"),
        ("<img src='data:image/gif;base64,R0' data-src=/a.jpg>", "a.jpg"),
        ("<img data-srcset='/s.jpg 100w, /l.jpg 900w'>", "l.jpg"),
        ("<a href=/full.jpg><img src=/thumb.jpg></a>", "full.jpg"),
        ("<a href='/wiki/File:Cup.jpg'><img src=/thumb.jpg></a>", "thumb.jpg"),
        ("<a href=/page><img src=/a.jpg></a>", "a.jpg"),
        ("<a href=/gallery/7.png>seven</a>", "gallery/7.png"),
        ("<div style='color: red; background-image: url(\"/b.jpg\")'></div>", "b.jpg"),
        ("<video poster=/p.jpg></video>", "p.jpg"),
        ("<noscript><img src=/n.jpg></noscript>", "n.jpg"),
        ("<img src='https://cdn.example.net/x?id=1#part'>", "https://cdn.example.net/x?id=1"),
    ],
)
def test_each_way_of_showing_a_picture_gives_its_largest_form(markup: str, expected: str) -> None:
    assert found(markup) == [expected]


@pytest.mark.parametrize(
    "head",
    [
        "<meta property=og:image content=/a.jpg>",
        "<meta name=twitter:image content=/a.jpg>",
        "<link rel=image_src href=/a.jpg>",
        '<script type=application/ld+json>{"@type": "Article", "image": ["/a.jpg"]}</script>',
    ],
)
def test_what_only_the_head_names_is_found_too(head: str) -> None:
    assert found("", head=head) == ["a.jpg"]


@pytest.mark.parametrize(
    "markup",
    [
        "<img src=/favicon.png>",
        "<img src=/img/sprite-2x.png>",
        "<img src=/icons/cart.png>",
        "<img src=/logo.svg>",
        "<img src=/a.jpg width=1 height=1>",
        "<img src=/a.jpg width=64 height=64>",
        "<img src='https://ad.doubleclick.net/a.jpg'>",
        "<div class='box ad'><p><img src=/a.jpg></p></div>",
        "<aside id=sponsored><img src=/a.jpg></aside>",
        "<img src='data:image/png;base64,iVBOR'>",
        "<img src='javascript:alert(1)'>",
        "<img src='http://[bad/a.jpg'>",
        "<img>",
    ],
)
def test_ornaments_adverts_and_what_is_no_address_are_no_content(markup: str) -> None:
    assert found(markup) == []


def test_each_picture_once_in_the_order_of_the_page() -> None:
    assert found("<img src=/b.jpg><img src=/a.jpg><img src=/b.jpg>") == ["b.jpg", "a.jpg"]


def test_addresses_stand_against_the_base_of_the_page() -> None:
    assert found("<img src=a.jpg>", head="<base href=/other/>") == ["other/a.jpg"]


def test_a_caption_is_the_title_before_what_is_said_of_the_picture_or_the_page() -> None:
    figure = "<figure><img src=/a.jpg alt='a cup'><figcaption>Blue cup</figcaption></figure>"
    assert (only(figure).title, only(figure).alt) == ("Blue cup", "a cup")
    assert only("<img src=/a.jpg alt='a cup'>").title == "a cup"
    assert only("<img src=/a.jpg>").title == "Cups"


def test_a_licence_of_the_page_is_that_of_its_pictures_with_the_statement_as_proof() -> None:
    one = only(f"<main><img src=/a.jpg></main><footer><a rel=license href={CC}/by-sa/4.0/deed.sv>CC</a></footer>")
    assert one.licence == "CC-BY-SA-4.0"
    assert one.proof is not None
    assert one.proof.text == f'<a href="{CC}/by-sa/4.0/deed.sv" rel="license">CC</a>'
    assert (one.proof.place, one.proof.href) == ("html > body > footer > a", f"{CC}/by-sa/4.0/deed.sv")
    assert len(one.proof.sha256) == 64


def licences(markup: str) -> list[str]:
    return [one.licence for one in read(markup).candidates]


def test_a_licence_beside_one_picture_is_not_that_of_another() -> None:
    def card(name: str, said: str) -> str:
        return f"<div><img src=/{name}.jpg>{said}</div>"

    by = f"<a rel=license href={CC}/by/4.0/>CC</a>"
    zero = "<a rel=license href=https://creativecommons.org/publicdomain/zero/1.0/>CC0</a>"
    assert licences(card("a", by) + card("b", "") + card("c", zero)) == ["CC-BY-4.0", "", "CC0-1.0"]
    assert licences(card("a", by + zero)) == [""]


def test_a_link_to_a_licence_is_no_statement_outside_a_figure() -> None:
    link = f"<a href={CC}/by/4.0/>about licences</a>"
    assert licences(f"<img src=/a.jpg><p>{link}</p>") == [""]
    assert licences(f"<figure><img src=/a.jpg><figcaption>{link}</figcaption></figure>") == ["CC-BY-4.0"]


def test_a_licence_that_nobody_knows_is_kept_as_stated_and_not_guessed() -> None:
    one = only("<img src=/a.jpg><a rel=license href=/our-terms>terms</a>")
    assert one.licence == ""
    assert one.proof is not None
    assert one.proof.href == "/our-terms"


def test_what_json_ld_says_of_a_picture_goes_before_what_stands_around_it() -> None:
    said = {"@type": "ImageObject", "contentUrl": "/a.jpg", "license": f"{CC}/by-nc/4.0/", "name": "Cup"}
    said |= {"creator": {"@type": "Person", "name": "Åsa"}}
    head = f"<script type=application/ld+json>{json.dumps({'@graph': [said]})}</script>"
    page = f"<img src=/a.jpg><img src=/b.jpg><a rel=license href={CC}/by/4.0/>CC</a>"
    first, second = read(page, head=head).candidates
    assert (first.licence, first.author, first.title) == ("CC-BY-NC-4.0", "Åsa", "Cup")
    assert (second.licence, second.author) == ("CC-BY-4.0", "")
    assert first.proof is not None
    assert first.proof.place == "script[type='application/ld+json'] 1"


def test_an_author_is_whom_the_figure_names_or_the_head() -> None:
    figure = "<figure><img src=/a.jpg><figcaption>by <a rel=author href=/asa>Åsa</a></figcaption></figure>"
    head = "<meta name=author content=Editor>"
    assert [one.author for one in read(figure + "<img src=/b.jpg>", head=head).candidates] == ["Åsa", "Editor"]


def test_only_pages_of_the_same_site_are_further_ones_and_the_next_of_a_series_is_told_apart() -> None:
    page = read(
        "<a href=/two>2</a><a href=/a.pdf>pdf</a><a href=https://elsewhere.org/>x</a><a rel=nofollow href=/no>no</a>"
        "<a rel=next href='?page=2#top'>next</a><a href=mailto:a@b.org>m</a><iframe src=/part></iframe>"
    )
    assert (page.nexts, page.pages) == ((f"{URL}?page=2",), ("https://example.org/two",))
    assert page.frames == ("https://example.org/part",)


@pytest.mark.parametrize(
    ("address", "licence"),
    [
        (f"{CC}/by/4.0/", "CC-BY-4.0"),
        ("http://www.creativecommons.org/licenses/by-nc-nd/3.0/de/legalcode", "CC-BY-NC-ND-3.0-DE"),
        ("https://creativecommons.org/publicdomain/mark/1.0/", "CC-PDM-1.0"),
        ("https://spdx.org/licenses/MIT.html", "MIT"),
        ("https://rightsstatements.org/vocab/InC/1.0/", "RS-InC-1.0"),
        ("https://creativecommons.org/about", ""),
        ("https://example.org/licenses/by/4.0/", ""),
        ("http://[bad", ""),
    ],
)
def test_a_licence_is_known_by_the_address_of_its_page_alone(address: str, licence: str) -> None:
    assert licence_of(address) == licence


BOMBS = {
    "links": "<a href=/a.jpg>" * 100_000,
    "comments": "<!--" * 400_000,
    "names": "<a " * 400_000,
    "json": f"<script type=application/ld+json>{'[' * 500_000}</script>",
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_page_made_to_take_for_ever_takes_little(bomb: str) -> None:
    """Of processor time: the child that reads it has three seconds, and whoever waits for it hears that it is gone."""
    body = f"<!doctype html><body>{BOMBS[bomb]}".encode()[:MOST_PAGE_BYTES]
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    reader = PageReader()
    reader.read(Page(body, URL, {}, None, "2026-11-30T10:00:00+00:00"))
    reader.close()
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < CPU_SECONDS + 2.5
