"""Searching by a picture: what is asked with, what is found, who may see which part of it."""

import io
from typing import Any

import pytest

from tests.people import Person
from tests.scenes import scene
from tests.site import Site


@pytest.fixture
def read(site: Site, alice: Person) -> list[str]:
    """Twelve open pictures of different things that the models have read."""
    ids = [alice.adds(scene(number), privacy="public") for number in range(12)]
    site.work_off()
    return ids


def asked(person: Person, file: bytes, **fields: Any) -> Any:
    return person.call("POST", "/reverse-searches", data={"file": (io.BytesIO(file), "q.jpg"), **fields})


def found(site: Site, person: Person, answer: Any) -> Any:
    """The search when it is done."""
    assert answer.status_code == 202, answer.text
    assert answer.json["state"] == "pending"
    site.work_off()
    return person.get(f"/reverse-searches/{answer.json['id']}").json


def test_a_picture_finds_itself_first(site: Site, visitor: Person, read: list[str]) -> None:
    search = found(site, visitor, asked(visitor, scene(3)))
    first = search["matches"][0]
    assert (search["state"], search["progress"], search["problem"]) == ("done", 1.0, None)
    assert (first["image"]["id"], first["distance"], first["kind"]) == (read[3], 0.0, "copy")
    assert len(search["matches"]) >= 10
    distances = [match["distance"] for match in search["matches"]]
    assert distances == sorted(distances)
    assert search["took_ms"] > 0
