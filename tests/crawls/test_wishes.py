"""What other sites wish is obeyed, and what may not be asked is refused by one sentence: nothing is worked around."""

import pytest

from cms.crawls.frontier import Robots
from tests.crawls.crawling import CRAWL, begins, candidates, crawled, told
from tests.crawls.webs import Thing, Web, web
from tests.people import Person
from tests.scenes import scene
from tests.site import Site, function_of
from workers.crawling import robots
from workers.crawling.fetcher import Refused

INTERNAL = "127.0.0.1 localhost 127.1 2130706433 0x7f.1 [::1] [::ffff:7f00:1] 0.0.0.0 10.0.0.1 169.254.169.254"


@pytest.mark.parametrize("host", INTERNAL.split())
def test_every_address_that_is_not_of_everybody_is_refused_alike(site: Site, alice: Person, host: str) -> None:
    with web() as trap:
        crawl = crawled(site, alice, f"http://{host}:{trap.port}/x")
    assert [one["reason"] for one in crawl["refusals"]] == [str(Refused())]
    assert (crawl["counts"]["refused"], trap.asked) == (1, [])


def test_no_page_picture_or_redirect_leads_inside(site: Site, alice: Person, other: Web) -> None:
    with web() as trap:
        other.sends_on("/away.jpg", trap.holds("/b.jpg", scene(1)))
        page = other.shows("/", f"<img src={trap.holds('/a.jpg', scene(2))}><img src=away.jpg>")
        for url, number in ((page, 2), (other.sends_on("/away", trap.url), 1)):
            crawl = crawled(site, alice, url)
            assert [one["reason"] for one in crawl["refusals"]] == [str(Refused())] * number
    assert trap.asked == []


def test_robots_are_asked_first_and_obeyed(site: Site, alice: Person, other: Web) -> None:
    other.wishes("User-agent: *\nDisallow: /closed/\n")
    other.shows("/closed/x", "<img src=/a.jpg>")
    crawl = crawled(site, alice, f"{other.url}/closed/x")
    assert (crawl["refusals"][0]["reason"], other.paths) == (robots.DISALLOWED, ["/robots.txt"])


@pytest.mark.parametrize(
    ("status", "is_asked"), [(404, True), (403, True), (401, True), (429, False), (500, False), (503, False)]
)
def test_a_robots_file_that_is_missing_allows_and_one_that_fails_forbids(
    site: Site, alice: Person, other: Web, status: int, is_asked: bool
) -> None:
    other.things["/robots.txt"] = Thing(status=status)
    crawled(site, alice, other.shows("/", ""))
    assert ("/" in other.paths) is is_asked


def test_robots_are_read_where_they_have_moved_to(site: Site, alice: Person, other: Web) -> None:
    other.sends_on("/robots.txt", "/rules")
    other.things["/rules"] = Thing(b"User-agent: pixels\nDisallow: /", "text/plain")
    assert crawled(site, alice, other.shows("/", ""))["counts"]["refused"] == 1
    assert other.paths == ["/robots.txt", "/rules"]


@pytest.mark.parametrize("mark", ["noindex", "noimageindex", "none", "noai", "noimageai", "nofollow, noai"])
def test_a_page_that_does_not_want_its_pictures_taken_keeps_them(
    site: Site, alice: Person, other: Web, mark: str
) -> None:
    other.holds("/a.jpg", scene(1))
    pages = [
        other.shows("/meta", f"<meta name=robots content='{mark}'><img src=a.jpg>"),
        other.shows("/header", "<img src=a.jpg>", **{"X-Robots-Tag": mark}),
    ]
    assert [crawled(site, alice, page)["refusals"][0]["reason"] for page in pages] == [robots.UNWANTED] * 2


def test_a_picture_says_so_for_itself_or_reserves_itself(site: Site, alice: Person, other: Web) -> None:
    other.holds("/a.jpg", scene(1), **{"X-Robots-Tag": "noai"})
    other.holds("/b.jpg", scene(2), **{"tdm-reservation": "1"})
    crawl = crawled(site, alice, other.shows("/", "<img src=a.jpg><img src=b.jpg>"))
    assert [one["reason"] for one in crawl["refusals"]] == [robots.UNWANTED, robots.RESERVED]
    assert candidates(alice, crawl) == []


def test_marks_for_others_are_none_of_ours() -> None:
    assert robots.unwanted(["googlebot: noindex", "max-snippet:-1"], tdm=None) is None
    assert robots.unwanted(["pixels: noindex"], tdm=None) == robots.UNWANTED


def test_no_link_of_a_page_that_says_nofollow_is_followed(site: Site, alice: Person, other: Web) -> None:
    other.shows("/two", "")
    crawl = crawled(site, alice, other.shows("/", "<meta name=robots content=nofollow><a href=/two>on</a>"), depth=1)
    assert crawl["counts"]["pages"] == 1


def test_a_busy_site_is_left_alone_for_as_long_as_it_says(site: Site, alice: Person, other: Web) -> None:
    other.things["/"] = Thing(status=429, headers={"Retry-After": "120"})
    crawl_id = begins(alice, f"{other.url}/")
    function_of(CRAWL)(crawl_id)
    assert (told(alice, crawl_id)["state"], other.paths.count("/")) == ("running", 1)


def test_a_site_that_wants_more_time_between_two_requests_gets_it() -> None:
    assert robots.pause_of(Robots(200, "User-agent: *\nCrawl-delay: 7")) == 7
    assert robots.pause_of(Robots(200, "User-agent: *\nCrawl-delay: 9999")) == robots.LONGEST_DELAY


def test_no_host_is_asked_twice_within_a_second(
    site: Site, alice: Person, other: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(robots, "PACE", 1.0)
    crawled(site, alice, other.shows("/", ""))
    [first, second] = [at for at, _ in other.asked]
    assert second - first > 0.99


def test_a_rule_made_to_take_for_ever_takes_no_time() -> None:
    rules = Robots(200, "User-agent: *\nDisallow: /" + "*a" * 500 + "$\nAllow: /" + "*a" * 500)
    assert robots.refusal_of(rules, "https://example.org/" + "a" * 1900) == robots.DISALLOWED
