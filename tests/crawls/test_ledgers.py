"""Ledgers taken along, and cut: what an export says, and that a line that is missing at the end is seen."""

import csv
import io
import json

import pytest
from sqlalchemy import delete

from cms.extensions import db
from cms.provenance.licences import named, page_of
from cms.provenance.models import ImageSource
from cms.provenance.service import FIRST, hash_of
from cms.transaction import writing
from tests.crawls.crawling import BY, crawled, saves
from tests.crawls.webs import Web
from tests.people import Person
from tests.scenes import scene
from tests.site import Site


@pytest.fixture
def cup(site: Site, alice: Person, other: Web) -> str:
    """Found on two pages."""
    other.holds("/a.jpg", scene(1))
    for path in ("/one", "/two"):
        page = other.shows(path, f"<figure><img src=a.jpg alt='=cup'>{BY}</figure>")
        [found] = saves(site, alice, crawled(site, alice, page))
    return found


def test_json_ld_holds_every_line_so_that_its_chain_can_be_counted_again(alice: Person, cup: str) -> None:
    answer = alice.get(f"/images/{cup}/provenance/export")
    assert answer.content_type == "application/ld+json"
    [picture] = json.loads(answer.data)["@graph"]
    previous = FIRST
    for line in picture["prov:wasDerivedFrom"]:
        assert line["license"] == "https://creativecommons.org/licenses/by/4.0/"
        previous = hash_of(line["pixels:line"], previous)
        assert line["pixels:hash"] == previous
    assert previous == alice.get(f"/images/{cup}/provenance").json["chain"]["head"]


def test_a_table_has_a_row_for_each_place_and_runs_nothing(alice: Person, other: Web, cup: str) -> None:
    rows = list(
        csv.DictReader(
            io.StringIO(alice.get(f"/images/{cup}/provenance/export", format="csv").data.decode("utf-8-sig"))
        )
    )
    assert [row["page_url"] for row in rows] == [f"{other.url}/one", f"{other.url}/two"]
    assert {(row["title"], row["licence"]) for row in rows} == {("'=cup", "CC-BY-4.0")}


@pytest.mark.parametrize(
    ("language", "words"), [("en", "unknown author"), ("sv", "okänd upphovsperson"), ("zh", "作者未知")]
)
def test_credits_name_maker_licence_and_page_in_the_callers_language(
    alice: Person, other: Web, cup: str, language: str, words: str
) -> None:
    said = alice.get(f"/images/{cup}/provenance/export", format="credits", language=language).text.splitlines()
    licence = "CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/)"
    assert said[0] == f"“=cup” {words}, {licence}, {other.url}/one"


def test_an_album_is_exported_as_far_as_the_caller_sees_it(alice: Person, bob: Person, cup: str) -> None:
    album = alice.post("/albums", {"title": "A", "category": "other", "privacy": "public"}).json["id"]
    alice.patch(f"/images/{cup}", {"album": album})
    lines = [one.get(f"/albums/{album}/provenance/export", format="credits").text.count("\n") for one in (alice, bob)]
    assert lines == [2, 0]


def test_a_line_that_is_cut_off_the_end_is_seen(site: Site, alice: Person, cup: str) -> None:
    with site.app.app_context(), writing():
        db.session.execute(delete(ImageSource).filter_by(image_id=cup, number=2))
    chain = alice.get(f"/images/{cup}/provenance").json["chain"]
    assert (chain["length"], chain["is_whole"]) == (1, False)


@pytest.mark.parametrize(
    ("licence", "name", "page"),
    [
        ("CC-BY-SA-3.0-SE", "CC BY-SA 3.0 SE", "https://creativecommons.org/licenses/by-sa/3.0/se/"),
        ("CC0-1.0", "CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("RS-InC-1.0", "RS-InC-1.0", "https://rightsstatements.org/vocab/InC/1.0/"),
        ("MIT", "MIT", "https://spdx.org/licenses/MIT.html"),
        ("", "", ""),
    ],
)
def test_a_licence_has_a_name_for_people_and_a_page(licence: str, name: str, page: str) -> None:
    assert (named(licence), page_of(licence)) == (name, page)
