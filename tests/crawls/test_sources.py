"""Collections that are asked by words: what is asked of each, and what their answers give, by what they document."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from cms.crawls.sources import SOURCES, flickr, offered, pixels_site
from cms.crawls.sources.source import Source, answer_of
from cms.settings import Settings
from tests.crawls.crawling import candidates, crawled, saves
from tests.crawls.webs import Web
from tests.people import Person
from tests.site import Site

NOW = "2026-11-30T10:00:00+00:00"
BY = "https://creativecommons.org/licenses/by/4.0/"
ANSWERS: dict[str, Any] = {
    "openverse": {
        "result_count": 41,
        "page_count": 3,
        "results": [
            {
                "title": "Cup",
                "foreign_landing_url": "https://photos.example/cup",
                "url": "https://live.photos.example/cup.jpg",
                "creator": "Åsa",
                "license": "by",
                "license_version": "4.0",
                "license_url": BY,
            }
        ],
    },
    "commons": {
        "continue": {"gsroffset": 20, "continue": "gsroffset||"},
        "query": {
            "pages": [
                {
                    "title": "File:Cup.jpg",
                    "index": 1,
                    "imageinfo": [
                        {
                            "url": "https://upload.example/cup.jpg",
                            "descriptionurl": "https://commons.example/wiki/File:Cup.jpg",
                            "extmetadata": {
                                "ObjectName": {"value": "Cup"},
                                "Artist": {"value": '<a href="//x">Åsa</a>'},
                                "LicenseUrl": {"value": BY},
                            },
                        }
                    ],
                }
            ]
        },
    },
    "met": {
        "isPublicDomain": True,
        "primaryImage": "https://images.example/cup.jpg",
        "title": "Cup",
        "artistDisplayName": "Åsa",
        "objectURL": "https://met.example/1",
    },
    "artic": {
        "pagination": {"current_page": 1, "total_pages": 2},
        "data": [{"id": 7, "title": "Cup", "artist_title": "Åsa", "image_id": "a-b", "is_public_domain": True}],
        "config": {"iiif_url": "https://iiif.example/2"},
    },
    "internet-archive": {
        "metadata": {"identifier": "cup-1", "title": "Cup", "creator": "Åsa", "licenseurl": BY},
        "files": [
            {"name": "a cup.jpg", "source": "original", "format": "JPEG"},
            {"name": "a cup_thumb.jpg", "source": "derivative", "format": "JPEG Thumb"},
        ],
    },
    "flickr": {
        "stat": "ok",
        "photos": {
            "page": 1,
            "pages": 3,
            "photo": [
                {
                    "id": "7",
                    "owner": "1@N0",
                    "title": "Cup",
                    "ownername": "Åsa",
                    "license": "4",
                    "url_l": "https://live.flickr.example/cup.jpg",
                }
            ],
        },
    },
    "pixels": {
        "next": "abc",
        "items": [
            {
                "id": "01A",
                "title": "Cup",
                "author": "Åsa",
                "licence": "CC BY-SA 4.0",
                "renditions": {"1600": "/p/api/v1/images/01A/renditions/1600?v=1"},
                "can": {"view_original": False},
            }
        ],
    },
}
FOUND = {
    "openverse": ("https://live.photos.example/cup.jpg", "https://photos.example/cup", "CC-BY-4.0"),
    "commons": ("https://upload.example/cup.jpg", "https://commons.example/wiki/File:Cup.jpg", "CC-BY-4.0"),
    "met": ("https://images.example/cup.jpg", "https://met.example/1", "CC0-1.0"),
    "artic": ("https://iiif.example/2/a-b/full/1686,/0/default.jpg", "https://www.artic.edu/artworks/7", "CC0-1.0"),
    "internet-archive": (
        "https://archive.org/download/cup-1/a%20cup.jpg",
        "https://archive.org/details/cup-1",
        "CC-BY-4.0",
    ),
    "flickr": ("https://live.flickr.example/cup.jpg", "https://www.flickr.com/photos/1@N0/7", "CC-BY-2.0"),
    "pixels": (
        "https://pics.example/p/api/v1/images/01A/renditions/1600?v=1",
        "https://pics.example/p/images/01A",
        "CC-BY-SA-4.0",
    ),
}
OPENED = {**SOURCES, "flickr": flickr.source_with("k"), "pixels": pixels_site.source_at("https://pics.example/p/")}
"""Those that answer with JSON, also those that only some operators offer."""

WORDS_AT = {"commons": "gsrsearch", "flickr": "text"}


@pytest.mark.parametrize("key", OPENED)
def test_an_answer_gives_pictures_with_page_author_licence_and_proof(key: str) -> None:
    source = OPENED[key]
    [one] = source.read(ANSWERS[key], source.begin("cup"), NOW).candidates
    assert (one.image_url, one.page_url, one.licence) == FOUND[key]
    assert (one.title, one.author) == ("Cup", "Åsa")
    assert one.proof is not None
    assert (one.proof.read_at, bool(one.proof.href), bool(one.proof.place)) == (NOW, True, True)


@pytest.mark.parametrize("key", OPENED)
def test_words_are_asked_as_they_are_and_again_on_the_next_page(key: str) -> None:
    source, words = OPENED[key], "blue & white cup"
    url = source.begin(words)
    assert any(words in value for value in parse_qs(urlsplit(url).query)[WORDS_AT.get(key, "q")])
    for further in source.read(ANSWERS[key], url, NOW).pages:
        assert words in " ".join(value for values in parse_qs(urlsplit(further).query).values() for value in values)


def test_searches_that_name_objects_lead_to_each_of_them() -> None:
    met, archive = SOURCES["met"], SOURCES["internet-archive"]
    assert met.read({"total": 2, "objectIDs": [1, 2]}, met.begin("cup"), NOW).pages[1].endswith("/objects/2")
    told = {"response": {"numFound": 90, "docs": [{"identifier": "cup-1"}]}}
    item, further = archive.read(told, archive.begin("cup"), NOW).pages
    assert (item, "page=2" in further) == ("https://archive.org/metadata/cup-1", True)


STRANGE = [None, [], {}, "words", 7, {"results": 1}, {"results": [1]}, {"query": {"pages": [{}]}}, {"objectIDs": None}]
STRANGE += [{"data": [{"image_id": 5}]}, {"response": {"docs": [{"identifier": None}]}}, {"files": [{"name": []}]}]
STRANGE += [{"results": [{"url": "javascript:alert(1)", "foreign_landing_url": "https://example.org/"}]}]
STRANGE += [{"continue": {"gsroffset": "x"}}, {"pagination": {"current_page": None}}, {"page_count": "many"}]


@pytest.mark.parametrize("key", OPENED)
def test_an_answer_of_no_known_kind_gives_nothing(key: str) -> None:
    source = OPENED[key]
    for answer in STRANGE:
        assert source.read(answer, source.begin("cup"), NOW).candidates == ()


def test_the_original_of_another_pixels_site_is_taken_where_everybody_may_have_it() -> None:
    site, [told] = OPENED["pixels"], ANSWERS["pixels"]["items"]
    answer = {"items": [{**told, "licence": "ask me", "can": {"view_original": True}}]}
    [one] = site.read(answer, site.begin("cup"), NOW).candidates
    assert (one.image_url, one.licence) == ("https://pics.example/p/api/v1/images/01A/original", "")


def test_the_key_of_an_operator_is_sent_and_stands_in_nothing_that_is_kept() -> None:
    source = flickr.source_with("s3cret")
    url = source.begin("cup")
    assert ("s3cret" in url, source.send(url)) == (False, f"{url}&api_key=s3cret")
    assert "s3cret" not in repr(source.read(ANSWERS["flickr"], url, NOW))
    assert source.send("https://elsewhere.example/") == "https://elsewhere.example/"
    with pytest.raises(ValueError):
        source.read({"stat": "fail", "code": 100}, url, NOW)


def test_what_is_no_json_is_no_answer() -> None:
    for body in (b"<html>", b"", b"[" * 100_000):
        with pytest.raises(ValueError):
            answer_of(body)


FEEDS = "https://news.example/find?q={searchTerms}&n={count?}&x={language?}"


def feed() -> Source:
    return list(offered(Settings(crawl_feeds=FEEDS)).values())[-1]


def test_what_an_operator_names_is_offered_beside_those_that_need_nothing() -> None:
    told = {"flickr_key": "k", "crawl_sites": "https://a.example https://b.example/p/", "crawl_feeds": FEEDS}
    more = list(offered(Settings(**told)).values())[len(SOURCES) :]
    assert [one.name for one in more] == ["Flickr", "a.example", "b.example/p", "news.example"]
    assert feed().begin("blue & white") == "https://news.example/find?q=blue%20%26%20white&n=20&x="
    for wrong in ({"crawl_sites": "a.example"}, {"crawl_feeds": "https://news.example/find"}):
        with pytest.raises(ValueError):
            Settings(**wrong)


def by_words(site: Site, person: Person, **more: Any) -> Any:
    return crawled(site, person, None, kind="keyword", query="cup", sources=["openverse"], **more)


def test_pictures_are_found_by_words_and_saved_with_the_page_that_shows_them(
    site: Site, alice: Person, other: Web, openverse_here: Callable[..., None]
) -> None:
    openverse_here(a="by", b="by-nc")
    crawl = by_words(site, alice)
    assert (crawl["state"], crawl["query"], crawl["url"]) == ("done", "cup", None)
    assert [one["name"] for one in crawl["sources"]] == ["Openverse"]
    assert [one["licence"] for one in candidates(alice, crawl)] == ["CC-BY-4.0", "CC-BY-NC-4.0"]
    [source] = alice.get(f"/images/{saves(site, alice, crawl)[0]}/provenance").json["sources"]
    assert (source["page_url"], source["licence_proof"]["href"]) == (
        f"{other.url}/of/a",
        "https://creativecommons.org/licenses/by/4.0/",
    )


def test_only_the_wanted_licences_count(site: Site, alice: Person, openverse_here: Callable[..., None]) -> None:
    openverse_here(a="by", b="by-nc", c="")
    crawl = by_words(site, alice, licences=["CC-BY", "CC0"])
    assert [one["title"] for one in candidates(alice, crawl)] == ["a"]


def test_a_source_that_answers_nonsense_is_told_and_the_crawl_ends(
    site: Site, alice: Person, other: Web, openverse_here: Callable[..., None]
) -> None:
    openverse_here()
    other.holds("/api", b"<html>", "text/html")
    crawl = by_words(site, alice)
    assert (crawl["state"], crawl["counts"]["failed"]) == ("done", 1)


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "keyword"},
        {"kind": "page"},
        {"kind": "page", "url": "https://example.org/", "query": "cup"},
        {"kind": "page", "url": "https://example.org/", "urls": ["https://example.org/"]},
        {"kind": "page", "urls": []},
        {"kind": "page", "urls": ["https://example.org/", "nowhere"]},
        {"kind": "page", "urls": [f"https://example.org/{number}" for number in range(21)]},
        {"kind": "keyword", "query": "cup", "sources": ["nobody"]},
        {"kind": "keyword", "query": "cup", "licences": ["mine"]},
        {"kind": "similar", "query": "cup"},
        {"kind": "similar", "image": "x", "query": "cup"},
    ],
)
def test_a_wish_is_of_one_kind(alice: Person, body: dict[str, Any]) -> None:
    assert alice.post("/crawls", body).status_code == 422


def test_the_sources_are_listed(alice: Person) -> None:
    assert [one["key"] for one in alice.get("/crawls/sources").json["items"]] == list(SOURCES)
