"""The worker that says what looks alike: exact, in step with the database, one decode and no model load a question."""

import io
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from cms.extensions import now
from cms.jobs.names import FIND_LIKENESS
from tests.people import Person
from tests.scenes import drawn, encoded, scene
from tests.site import Site
from tests.states import set_image
from workers.classification.pixels import pixel_child
from workers.classification.registry import LOADS
from workers.reverse_search.desk import desk
from workers.reverse_search.keeping import Keeper
from workers.reverse_search.memory import Known, Memory
from workers.reverse_search.scan import Metric, coded, exactly, nearly

AT = datetime(2024, 1, 1, tzinfo=UTC)
METRICS: tuple[Metric, ...] = ("manhattan", "cosine")


def vectors(count: int, seed: int, *, dimensions: int = 1280) -> NDArray[Any]:
    """Unit vectors of non-negative numbers with a long tail, as the tagger gives them, some of them alike."""
    random = np.random.default_rng(seed)
    made = random.gamma(0.4, 1.0, (count, dimensions))
    made[count // 2 :] = made[: count - count // 2] + random.gamma(0.2, 0.05, (count - count // 2, dimensions))
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), np.float16)


class Shelf:
    """Vectors outside of the memory, as the database keeps them."""

    def __init__(self, rows: NDArray[Any]) -> None:
        self.rows = {f"{number:05}": row for number, row in enumerate(rows)}
        self.memory = Memory()
        self.memory.put([Known(image_id, AT, None, row) for image_id, row in self.rows.items()])

    def exact(self, ids: Sequence[str]) -> dict[str, NDArray[Any]]:
        return {image_id: self.rows[image_id] for image_id in ids if image_id in self.rows}

    def nearest(
        self, asked: Sequence[NDArray[Any]], limit: int, metric: Metric, hidden: Collection[str] = ()
    ) -> list[tuple[str, float]]:
        def among(ids: Sequence[str]) -> set[str]:
            return {*ids} - {*hidden}

        return self.memory.nearest(asked, limit=limit, metric=metric, exact=self.exact, among=among)

    def by_looking_at_all(self, asked: Sequence[NDArray[Any]], limit: int, metric: Metric) -> list[str]:
        apart = {
            image_id: min(float(exactly(row[None], one, metric)[0]) for one in asked)
            for image_id, row in self.rows.items()
        }
        return sorted(apart, key=lambda image_id: (apart[image_id], image_id))[:limit]


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    count=st.integers(1, 120),
    limit=st.integers(1, 40),
    metric=st.sampled_from(METRICS),
    gone=st.integers(0, 60),
    shown=st.integers(1, 7),
)
def test_the_nearest_are_those_that_a_look_at_all_in_64_bits_finds(
    seed: int, count: int, limit: int, metric: Metric, gone: int, shown: int
) -> None:
    """Where only every so many may be seen, as if the others were not there."""
    shelf, asked = Shelf(vectors(count, seed)), list(vectors(2, seed + 1))
    for image_id in list(shelf.rows)[: min(gone, count)]:
        del shelf.rows[image_id]
    hidden = {image_id for image_id in shelf.rows if int(image_id) % shown}
    found = [image_id for image_id, _distance in shelf.nearest(asked, limit, metric, hidden)]
    for image_id in hidden:
        del shelf.rows[image_id]
    assert found == shelf.by_looking_at_all(asked, limit, metric)


@pytest.mark.parametrize("metric", METRICS)
def test_the_bound_on_how_wrong_bytes_are_holds(metric: Metric) -> None:
    rows, one = vectors(300, 1).astype(np.float32), vectors(1, 2)[0]
    rows[0, :5], rows[1, :] = 0.9, -0.1
    about, wrong = nearly(coded(rows), one, metric)
    true = np.abs(rows - one).sum(axis=1) if metric == "manhattan" else 1 - rows @ one.astype(np.float32)
    assert (np.abs(about - true) <= wrong + 1e-4).all()


def test_rows_that_are_dropped_leave_the_others_in_place() -> None:
    shelf = Shelf(vectors(50, 3))
    shelf.memory.drop(["00000", "00049", "00025", "never"])
    for image_id in ("00000", "00049", "00025"):
        del shelf.rows[image_id]
    assert len(shelf.memory) == 47
    for image_id, row in shelf.rows.items():
        assert shelf.nearest([row], 1, "manhattan") == [(image_id, 0.0)]


def test_no_vectors_at_all_find_nothing() -> None:
    memory = Memory()
    assert memory.nearest([vectors(1, 1)[0]], limit=5, metric="manhattan", exact=lambda _ids: {}) == []
    assert memory.copies_of([bytes(16)], []) == {}


def test_pictures_without_a_vector_are_found_as_copies_alone() -> None:
    memory, one = Memory(), vectors(1, 1)[0]
    memory.put([Known("a", AT, bytes(16), None)])
    assert memory.nearest([one], limit=5, metric="manhattan", exact=lambda _ids: {}) == []
    memory.put([Known("b", AT, None, one)])
    assert memory.nearest([one], limit=5, metric="manhattan", exact=lambda ids: dict.fromkeys(ids, one)) == [("b", 0.0)]
    assert memory.copies_of([bytes(16)], []) == {"a": (0, True)}


def ask(site: Site, person: Person, file: bytes) -> list[str]:
    """What is found by this picture, with the job run twice."""
    answer = person.call("POST", "/reverse-searches", data={"file": (io.BytesIO(file), "a.jpg")})
    site.work_off(FIND_LIKENESS.kind, times=2)
    search = person.get(f"/reverse-searches/{answer.json['id']}").json
    assert search["state"] == "done", search
    return [match["image"]["id"] for match in search["matches"]]


def test_a_picture_is_found_as_soon_as_it_was_read_and_never_after_it_was_erased(site: Site, alice: Person) -> None:
    first = alice.adds(scene(1))
    site.work_off()
    assert ask(site, alice, scene(1)) == [first]
    second = alice.adds(encoded(drawn(1).rotate(180)))
    site.work_off()
    assert ask(site, alice, scene(1)) == [first, second]
    alice.delete(f"/images/{first}", forever="true")
    assert ask(site, alice, scene(1)) == [second]
    with site.app.app_context():
        desk().keeper.let_go_of_erased()
        assert desk().keeper.memory.ids() == [second]


def test_a_turned_picture_is_found_as_it_stands_now(site: Site, alice: Person) -> None:
    image_id = alice.adds(scene(1))
    site.work_off()
    ask(site, alice, scene(1))
    alice.post(f"/images/{image_id}/rotate", {"degrees": 90})
    site.work_off()
    answer = alice.post("/reverse-searches", {"image": alice.adds(scene(2))})
    assert answer.status_code == 409
    turned = encoded(drawn(1).rotate(-90, expand=True))
    search = alice.call("POST", "/reverse-searches", data={"file": (io.BytesIO(turned), "a.jpg")})
    site.work_off()
    [match, *_] = alice.get(f"/reverse-searches/{search.json['id']}").json["matches"]
    assert (match["image"]["id"], match["kind"]) == (image_id, "copy")


def test_a_question_decodes_once_and_loads_no_model_again(site: Site, alice: Person) -> None:
    alice.adds(scene(1))
    site.work_off()
    ask(site, alice, scene(2))
    loads, decodes = LOADS.copy(), pixel_child().decodes
    ask(site, alice, scene(3))
    assert (LOADS, pixel_child().decodes) == (loads, decodes + 1)


def test_a_question_whose_image_went_meanwhile_fails_with_a_sentence(site: Site, alice: Person) -> None:
    image_id = alice.adds(scene(1))
    site.work_off()
    answer = alice.post("/reverse-searches", {"image": image_id})
    alice.delete(f"/images/{image_id}", forever="true")
    site.work_off(times=2)
    search = alice.get(f"/reverse-searches/{answer.json['id']}").json
    assert (search["state"], search["problem_code"]) == ("failed", "gone")


def test_whoever_asks_sees_with_their_own_eyes(site: Site, alice: Person, bob: Person) -> None:
    image_id = alice.adds(scene(1), privacy="followers")
    site.work_off()
    assert ask(site, bob, scene(1)) == []
    assert bob.call("PUT", "/people/alice/follow").status_code == 200
    assert ask(site, bob, scene(1)) == [image_id]
    assert alice.call("PUT", "/me/blocks/bob").status_code == 204
    assert ask(site, bob, scene(1)) == []


def keeper_of(site: Site) -> Keeper:
    with site.app.app_context():
        return desk().keeper


def test_a_change_that_is_seen_late_is_not_missed(site: Site, alice: Person) -> None:
    """As when a transaction took some seconds: it is dated before another one that was read already."""
    late, early = alice.adds(scene(1)), alice.adds(scene(2))
    site.work_off()
    keeper = keeper_of(site)
    keeper.memory.drop([late])
    with site.app.app_context():
        set_image(site, late, updated_at=now() - timedelta(seconds=5))
        keeper.catch_up()
    assert sorted(keeper.memory.ids()) == sorted([late, early])
