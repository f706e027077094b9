"""A tag that ten thousand pictures have: changed in slices, killed between them, twice at once, undone, forgotten."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from cms.extensions import db, new_id, now
from cms.images.models import Image, ImageTag
from cms.jobs.names import CHANGE_TAG, INDEX_IMAGE, UNDO_TAG_CHANGE, JobType
from cms.tag_changes import service
from cms.tag_changes.models import TagChange, TagChangeItem
from cms.transaction import reading, writing
from cms.work.models import Work
from tests.people import Person
from tests.site import Site, Statements, function_of
from tests.workers.situations import make_due
from workers.batch_edits import jobs
from workers.schedule import sweep

MANY, FEW = 10_000, 450


@pytest.fixture(autouse=True)
def time_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine is no reason to let others come first."""
    monkeypatch.setattr(jobs, "SECONDS_AT_ONCE", 600.0)


def tagged(site: Site, alice: Person, count: int) -> list[str]:
    """The ids of so many pictures: all have `old`, every tenth has `new` too, every fifth hears `old` from a model."""
    with site.app.app_context(), writing():
        first = db.session.get(Image, alice.adds(title="Dune"))
        own = {column.key: getattr(first, column.key) for column in Image.__table__.columns}
        rows = [dict(own, id=new_id(), sha256=f"{n:064x}", state="ready", review="passed") for n in range(count)]
        db.session.execute(db.insert(Image), rows)
        words = [(row["id"], "old", "user", None) for row in rows]
        words += [(row["id"], "new", "user", None) for row in rows[::10]]
        words += [(row["id"], "old", "model", 0.5) for row in rows[::5]]
        db.session.execute(
            db.insert(ImageTag),
            [
                {"id": new_id(), "image_id": image_id, "key": key, "label": key, "source": source, "score": score}
                for image_id, key, source, score in words
            ],
        )
    return [str(row["id"]) for row in rows]


def words(site: Site) -> dict[tuple[str, str], int]:
    with site.app.app_context(), reading():
        columns = (ImageTag.key, ImageTag.source)
        rows = db.session.execute(select(*columns, func.count()).group_by(*columns))
        return {(row[0], row[1]): row[2] for row in rows}


def was(count: int) -> dict[tuple[str, str], int]:
    return {("old", "user"): count, ("new", "user"): count // 10, ("old", "model"): count // 5}


def became(count: int) -> dict[tuple[str, str], int]:
    return {("new", "user"): count, ("new", "model"): count // 5}


def begun(mod: Person) -> str:
    answer = mod.post("/tags/changes", {"tag": "old", "to": "new"})
    assert answer.status_code == 202, answer.text
    return str(answer.json["id"])


def told(mod: Person, change_id: str) -> dict[str, Any]:
    found: dict[str, Any] = mod.get(f"/tags/changes/{change_id}").json
    return found


@pytest.fixture
def statements(site: Site) -> Iterator[Statements]:
    with site.app.app_context():
        engine = db.engine
    with Statements(engine) as run:
        yield run


def test_ten_thousand_pictures_are_changed_and_put_back_in_few_statements(
    site: Site, alice: Person, mod: Person, statements: Statements
) -> None:
    ids = tagged(site, alice, MANY)
    statements.clear()
    change_id = begun(mod)
    assert len(statements) <= 20, "what is chosen is written at once"
    statements.clear()
    function_of(CHANGE_TAG.kind)(change_id)
    assert len(statements) < MANY, "fewer statements than pictures"
    assert (told(mod, change_id)["state"], told(mod, change_id)["counts"]["changed"]) == ("done", MANY)
    assert words(site) == became(MANY)
    assert waiting_for_the_index(site, ids) == MANY
    assert mod.post(f"/tags/changes/{change_id}/undo").status_code == 202
    function_of(UNDO_TAG_CHANGE.kind)(change_id)
    assert (told(mod, change_id)["state"], told(mod, change_id)["counts"]["undone"]) == ("undone", MANY)
    assert words(site) == was(MANY)


def waiting_for_the_index(site: Site, ids: list[str]) -> int:
    with site.app.app_context(), reading():
        mine = set(db.session.scalars(select(Work.subject_id).filter_by(kind=INDEX_IMAGE.kind, state="waiting")))
        return len(mine & set(ids))


class Killed(BaseException):
    """The process is gone."""


def killed_in(slice_number: int, step: str, monkeypatch: pytest.MonkeyPatch, kind: JobType, change_id: str) -> None:
    """Run a job whose process ends before this slice is committed."""
    does, left = getattr(service, step), [slice_number]

    def dies(row_id: str) -> Any:
        row = does(row_id)
        left[0] -= 1
        if left[0] == 0:
            raise Killed
        return row

    with monkeypatch.context() as patch:
        patch.setattr(service, step, dies)
        with pytest.raises(Killed):
            function_of(kind.kind)(change_id)


@pytest.mark.parametrize("slice_number", [1, 3])
def test_what_was_killed_goes_on_where_it_was(
    site: Site, alice: Person, mod: Person, slice_number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    tagged(site, alice, FEW)
    change_id = begun(mod)
    killed_in(slice_number, "change_some", monkeypatch, CHANGE_TAG, change_id)
    assert told(mod, change_id)["progress"] == {"done": (slice_number - 1) * service.SLICE, "total": FEW}
    make_due(site, CHANGE_TAG.kind, change_id)
    function_of(CHANGE_TAG.kind)(change_id)
    assert words(site) == became(FEW)
    assert mod.post(f"/tags/changes/{change_id}/undo").status_code == 202
    killed_in(slice_number, "undo_some", monkeypatch, UNDO_TAG_CHANGE, change_id)
    make_due(site, UNDO_TAG_CHANGE.kind, change_id)
    function_of(UNDO_TAG_CHANGE.kind)(change_id)
    assert words(site) == was(FEW)


def test_two_at_once_change_each_picture_once(site: Site, alice: Person, mod: Person) -> None:
    tagged(site, alice, FEW)
    change_id = begun(mod)
    body, together = function_of(CHANGE_TAG.kind).__wrapped__, threading.Barrier(2)  # type: ignore[attr-defined]

    def work() -> None:
        with site.app.app_context():
            together.wait(60)
            body(change_id)

    with ThreadPoolExecutor(2) as workers:
        for done in [workers.submit(work) for _ in range(2)]:
            done.result(240)
    assert told(mod, change_id)["counts"]["changed"] == FEW
    assert words(site) == became(FEW)


def test_what_is_given_up_says_so_and_can_be_undone(site: Site, alice: Person, mod: Person) -> None:
    tagged(site, alice, FEW)
    change_id = begun(mod)
    with site.app.app_context(), writing():
        service.change_some(change_id)
        service.give_up(change_id)
    change = told(mod, change_id)
    assert (change["state"], change["counts"]["failed"], change["can"]) == ("failed", FEW - 100, {"undo": True})


def test_after_thirty_days_nothing_is_undone_and_the_history_stays(site: Site, alice: Person, mod: Person) -> None:
    tagged(site, alice, 10)
    change_id = begun(mod)
    function_of(CHANGE_TAG.kind)(change_id)
    with site.app.app_context(), writing():
        db.session.execute(update(TagChange).values(created_at=now() - timedelta(days=30.1)))
    with site.app.app_context():
        sweep()
    assert mod.post(f"/tags/changes/{change_id}/undo").status_code == 409
    assert told(mod, change_id)["tag"] == {"key": "old", "label": "old"}
    with site.app.app_context(), reading():
        assert db.session.scalar(select(func.count()).select_from(TagChangeItem)) == 0


def test_nothing_is_left_of_what_a_picture_held_that_is_gone_for_ever(site: Site, alice: Person, mod: Person) -> None:
    image_id = alice.adds(tags=["old"])
    function_of(CHANGE_TAG.kind)(begun(mod))
    alice.delete(f"/images/{image_id}", forever="true")
    with site.app.app_context(), reading():
        row = db.session.scalar(select(TagChangeItem))
        assert row is not None
        assert (row.before, row.after) == (None, None)
