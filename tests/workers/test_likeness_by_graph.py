"""Where there are more vectors than are scanned, the search engine proposes and exact distances decide."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from cms.index import open_index
from tests.people import Person
from tests.scenes import scene
from tests.site import Site
from workers.reverse_search.desk import desk


@pytest.fixture
def on_engine(site: Site, new_elasticsearch_url: Callable[[], str]) -> Site:
    """A site whose index is Elasticsearch."""
    index = open_index(new_elasticsearch_url())
    site.app.extensions["backends"] = replace(site.app.extensions["backends"], index=index)
    return site


def scan_most(site: Site, count: int) -> None:
    """From now on so many vectors are scanned, as after a start with this setting."""
    site.app.extensions.pop("likeness", None)
    site.app.extensions["settings"] = site.app.extensions["settings"].model_copy(update={"reverse_scan_most": count})


def asked(site: Site, person: Person, image_id: str) -> list[tuple[str, float]]:
    search_id = person.post("/reverse-searches", {"image": image_id}).get_json()["id"]
    site.work_off("find-likeness")
    found: list[Any] = person.get(f"/reverse-searches/{search_id}").get_json()["matches"]
    return [(match["image"]["id"], match["distance"]) for match in found]


def test_the_graph_and_the_scan_find_the_same(on_engine: Site, alice: Person, bob: Person) -> None:
    made = [alice.adds(scene(number), privacy="public" if number % 3 else "private") for number in range(9)]
    on_engine.work_off()
    on_engine.app.extensions["backends"].index.refresh()
    for person in (alice, bob):
        scan_most(on_engine, 200_000)
        by_scan = asked(on_engine, person, made[1])
        scan_most(on_engine, 0)
        by_graph = asked(on_engine, person, made[1])
        with on_engine.app.app_context():
            assert desk().is_by_graph
        assert [image_id for image_id, _ in by_graph] == [image_id for image_id, _ in by_scan]
        assert [far for _, far in by_graph] == pytest.approx([far for _, far in by_scan])
        assert len(by_graph) == (8 if person is alice else 5)
