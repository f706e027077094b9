"""Edits of a thousand pictures: in slices, killed between them, twice at once, undone, and forgotten in time."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from cms.batch_edits import service
from cms.batch_edits.models import BatchEdit, BatchEditItem
from cms.extensions import db, new_id, now
from cms.images.models import Image, ImageTag
from cms.jobs.names import EDIT_IMAGES, UNDO_EDIT
from cms.transaction import reading, writing
from cms.work.models import WorkState
from tests.batches import edits, undoes
from tests.people import Person
from tests.site import Site, Statements, function_of
from tests.workers.situations import change_work, make_due
from workers.batch_edits import jobs
from workers.runtime import GAVE_UP
from workers.schedule import sweep

MANY = 1000
SLICES = MANY // service.SLICE + 1


@pytest.fixture(autouse=True)
def time_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine is no reason to let others come first."""
    monkeypatch.setattr(jobs, "SECONDS_AT_ONCE", 600.0)


@pytest.fixture
def many(site: Site, alice: Person) -> list[str]:
    """The ids of a thousand pictures with a word each; rows alone, since nobody looks at their bytes."""
    with site.app.app_context(), writing():
        first = db.session.get(Image, alice.adds(title="Dune"))
        own = {column.key: getattr(first, column.key) for column in Image.__table__.columns}
        rows = [dict(own, id=new_id(), sha256=f"{n:064x}", state="ready", review="passed") for n in range(MANY)]
        db.session.execute(db.insert(Image), rows)
        tags = [{"id": new_id(), "image_id": row["id"], "key": "old", "label": "old", "source": "user"} for row in rows]
        db.session.execute(db.insert(ImageTag), tags)
    return [str(row["id"]) for row in rows]


@pytest.fixture
def statements(site: Site) -> Iterator[Statements]:
    with site.app.app_context():
        engine = db.engine
    with Statements(engine) as run:
        yield run


CHANGE = {"title": "Trip {n:04}", "tags_add": ["new"], "tags_remove": ["old"], "privacy": "public", "author": "Anna"}


def titles(site: Site, ids: list[str]) -> list[str]:
    with site.app.app_context(), reading():
        found = dict(db.session.execute(select(Image.id, Image.title).where(Image.id.in_(ids))).all())
        return [found[image_id] for image_id in ids]


def words(site: Site) -> dict[str, int]:
    with site.app.app_context(), reading():
        rows = db.session.execute(select(ImageTag.label, func.count()).group_by(ImageTag.label))
        return dict(rows.all())


def begun(alice: Person, ids: list[str], **change: Any) -> str:
    answer = alice.post("/batch-edits", {"ids": ids, "change": change or CHANGE})
    assert answer.status_code == 202
    return str(answer.json["id"])


def test_a_thousand_pictures_are_changed_and_put_back_but_for_one_that_was_changed_by_hand(
    site: Site, alice: Person, many: list[str], statements: Statements
) -> None:
    edit = edits(site, alice, CHANGE, ids=many)
    assert len(statements) < 12 * MANY, "a few statements for each"
    assert (edit["state"], edit["counts"]["changed"]) == ("done", MANY)
    assert titles(site, many) == [f"Trip {n:04}" for n in range(1, MANY + 1)]
    assert words(site) == {"new": MANY}
    alice.patch(f"/images/{many[500]}", {"title": "by hand"})
    undone = undoes(site, alice, edit)
    assert (undone["state"], undone["counts"]["undone"], undone["counts"]["kept"]) == ("undone", MANY - 1, 1)
    assert titles(site, many) == ["by hand" if n == 500 else "Dune" for n in range(MANY)]
    assert words(site) == {"old": MANY}
    assert {alice.image(image_id)["privacy"] for image_id in (many[0], many[500])} == {"private"}


class Killed(BaseException):
    """The process is gone."""


def killed_after(slices: int, monkeypatch: pytest.MonkeyPatch, kind: Any, edit_id: str) -> None:
    """Run a job whose process ends after so many slices; whoever comes next finds the lease run out."""
    left = [slices]

    def dies(*_: Any) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(jobs, "tell_owner", dies)
        with pytest.raises(Killed):
            function_of(kind.kind)(edit_id)


@pytest.mark.parametrize("slices", [1, 4])
def test_what_was_killed_between_slices_goes_on_where_it_was(
    site: Site, alice: Person, many: list[str], slices: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit_id = begun(alice, many, title="{title} {n}")
    killed_after(slices, monkeypatch, EDIT_IMAGES, edit_id)
    half = alice.get(f"/batch-edits/{edit_id}").json
    assert (half["state"], half["progress"]) == ("running", {"done": slices * service.SLICE, "total": MANY})
    make_due(site, EDIT_IMAGES.kind, edit_id)
    function_of(EDIT_IMAGES.kind)(edit_id)
    assert alice.get(f"/batch-edits/{edit_id}").json["counts"]["changed"] == MANY
    assert titles(site, many) == [f"Dune {n}" for n in range(1, MANY + 1)]
    assert alice.post(f"/batch-edits/{edit_id}/undo").status_code == 202
    killed_after(slices, monkeypatch, UNDO_EDIT, edit_id)
    assert alice.get(f"/batch-edits/{edit_id}").json["progress"] == {"done": slices * service.SLICE, "total": MANY}
    make_due(site, UNDO_EDIT.kind, edit_id)
    function_of(UNDO_EDIT.kind)(edit_id)
    assert titles(site, many) == ["Dune"] * MANY


def test_two_at_once_change_each_picture_once(site: Site, alice: Person, many: list[str]) -> None:
    edit_id = begun(alice, many, title="{title} {n}")
    body, together = function_of(EDIT_IMAGES.kind).__wrapped__, threading.Barrier(2)  # type: ignore[attr-defined]

    def work() -> None:
        with site.app.app_context():
            together.wait(10)
            body(edit_id)

    with ThreadPoolExecutor(2) as workers:
        for done in [workers.submit(work) for _ in range(2)]:
            done.result(120)
    edit = alice.get(f"/batch-edits/{edit_id}").json
    assert (edit["state"], edit["counts"]["changed"]) == ("done", MANY)
    assert titles(site, many) == [f"Dune {n}" for n in range(1, MANY + 1)]


def test_what_takes_long_lets_others_come_first(
    site: Site, alice: Person, many: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    edit_id = begun(alice, many, author="Anna")
    monkeypatch.setattr(jobs, "SECONDS_AT_ONCE", 0.0)
    function_of(EDIT_IMAGES.kind)(edit_id)
    assert alice.get(f"/batch-edits/{edit_id}").json["progress"]["done"] == service.SLICE
    assert site.work_on(EDIT_IMAGES.kind, edit_id).state == WorkState.WAITING
    assert site.work_off(EDIT_IMAGES.kind) == SLICES - 1
    assert alice.get(f"/batch-edits/{edit_id}").json["state"] == "done"


def test_what_is_given_up_says_what_was_not_changed_and_can_be_undone(
    site: Site, alice: Person, many: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    edit_id = begun(alice, many, author="Anna")
    killed_after(1, monkeypatch, EDIT_IMAGES, edit_id)
    with site.app.app_context(), writing():
        jobs._failed(edit_id, GAVE_UP)
    edit = alice.get(f"/batch-edits/{edit_id}").json
    assert (edit["state"], edit["counts"]["changed"], edit["counts"]["failed"]) == ("failed", 100, 900)
    assert ({one["code"] for one in edit["problems"]}, edit["can"]) == ({"gave-up"}, {"undo": True})
    assert undoes(site, alice, edit)["counts"]["undone"] == 100


def aged(site: Site, edit_id: str, *, days: float) -> None:
    with site.app.app_context(), writing():
        then = now() - timedelta(days=days)
        db.session.execute(update(BatchEdit).filter_by(id=edit_id).values(created_at=then))
    with site.app.app_context():
        sweep()


def items_left(site: Site) -> int:
    with site.app.app_context(), reading():
        return int(db.session.scalar(select(func.count()).select_from(BatchEditItem)) or 0)


def test_after_thirty_days_what_was_before_is_forgotten_and_nothing_is_undone(site: Site, alice: Person) -> None:
    edit = edits(site, alice, {"title": "x"}, ids=[alice.adds(title="Dune")])
    aged(site, edit["id"], days=29.9)
    assert (items_left(site), alice.get(f"/batch-edits/{edit['id']}").json["can"]["undo"]) == (1, True)
    aged(site, edit["id"], days=30.1)
    assert (items_left(site), alice.get(f"/batch-edits/{edit['id']}").json["can"]["undo"]) == (0, False)
    assert alice.post(f"/batch-edits/{edit['id']}/undo").status_code == 409
    aged(site, edit["id"], days=91)
    assert alice.get(f"/batch-edits/{edit['id']}").status_code == 404


def test_nothing_is_left_of_what_a_picture_held_that_is_gone_for_ever(site: Site, alice: Person) -> None:
    image_id = alice.adds(title="a secret")
    edits(site, alice, {"title": "x"}, ids=[image_id])
    alice.delete(f"/images/{image_id}", forever="true")
    with site.app.app_context(), reading():
        row = db.session.scalar(select(BatchEditItem))
        assert row is not None
        assert (row.before, row.after, row.outcome) == (None, None, "changed")


def test_nothing_is_left_of_the_edits_of_an_account_that_ends(site: Site, alice: Person, bob: Person) -> None:
    for person in (alice, bob):
        edits(site, person, {"title": "x"}, ids=[person.adds()])
    assert alice.call("DELETE", "/me", json={"password": alice.password, "name": alice.name}).status_code == 204
    site.work_off()
    with site.app.app_context(), reading():
        assert list(db.session.scalars(select(BatchEdit.owner_id))) == [bob.id]
    assert items_left(site) == 1


def test_an_edit_whose_ring_was_lost_is_done_by_whoever_is_rung_next(site: Site, alice: Person) -> None:
    image_id = alice.adds(title="Dune")
    edit_id = begun(alice, [image_id], title="x")
    change_work(site, EDIT_IMAGES.kind, edit_id, state=WorkState.RUNNING, lease="gone", lease_until=now(), attempts=1)
    function_of(EDIT_IMAGES.kind)(edit_id)
    assert alice.image(image_id)["title"] == "x"
