"""The doctor tries every part for real, and says what to do about one that is not well."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cms.index import open_index
from cms.index.base import Index
from cms.jobs import open_queue
from cms.jobs.base import Queue
from cms.upkeep.doctor import Answer, examine
from tests.site import Site


def answers(site: Site, *, is_current: bool = True, **parts: Any) -> dict[str, Answer]:
    backends = replace(site.app.extensions["backends"], **parts)
    settings = site.app.extensions["settings"]
    with site.app.app_context():
        return {one.part: one for one in examine(settings, backends, is_current=lambda: is_current)}


def test_a_site_that_is_well_is_well_in_every_part_and_leaves_nothing_behind(site: Site) -> None:
    found = answers(site)
    assert [one.part for one in found.values() if not one.is_well] == []
    assert list(site.app.extensions["backends"].storage.listing()) == []


def lost_index() -> Index:
    return open_index("elasticsearch://127.0.0.1:1/images")


def lost_queue() -> Queue:
    return open_queue("redis://127.0.0.1:1/0", data_dir=Path("unused"))


@pytest.mark.parametrize(("part", "lost"), [("index", lost_index), ("queue", lost_queue)])
def test_a_part_that_does_not_answer_is_named_with_advice(site: Site, part: str, lost: Callable[[], Any]) -> None:
    found = answers(site, **{part: lost()})
    assert [one.part for one in found.values() if not one.is_well] == [part]
    assert f"PIXELS_{part.upper()}_URL" in found[part].advice


def test_an_old_schema_is_named(site: Site) -> None:
    assert answers(site, is_current=False)["database"].advice == "run.py migrate"


def test_a_storage_that_went_away_is_named(site: Site) -> None:
    storage = site.app.extensions["backends"].storage
    (storage.root / ".pixels-objects").unlink()
    found = answers(site)["storage"]
    assert not found.is_well
    assert "PIXELS_STORAGE_URL" in found.advice
