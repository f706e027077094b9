"""What the site reads of the preparation."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cms.vision.models_state import Preparation, models_state
from workers.models.records import Progress, write_json


def test_a_folder_that_is_not_there_is_being_prepared(tmp_path: Path) -> None:
    state = models_state(tmp_path / "nowhere")
    assert (state.state, state.done, state.is_ready) == (Preparation.PREPARING, 0, False)


def test_steps_are_told_and_counted(tmp_path: Path) -> None:
    progress = Progress(tmp_path, of=2)
    with progress.step("Fetching."):
        pass
    with progress.step("Converting."):
        state = models_state(tmp_path)
    assert (state.state, state.step, state.done, state.of) == (Preparation.PREPARING, "Converting.", 1, 2)
    assert abs((datetime.now(UTC) - (state.updated_at or datetime.min)).total_seconds()) < 60


def test_a_failure_comes_with_its_sentence(tmp_path: Path) -> None:
    Progress(tmp_path, of=2).fail("The disk is full.")
    state = models_state(tmp_path)
    assert (state.state, state.problem, state.is_ready) == (Preparation.FAILED, "The disk is full.", False)


def test_ready_needs_the_manifest_too(tmp_path: Path) -> None:
    Progress(tmp_path, of=2).finish()
    assert not models_state(tmp_path).is_ready
    write_json(tmp_path / "manifest.json", {})
    assert models_state(tmp_path).is_ready


@pytest.mark.parametrize("content", ["", "{", "[]", '{"state": "tired"}'])
def test_an_unreadable_file_is_taken_as_nothing_done(tmp_path: Path, content: str) -> None:
    (tmp_path / "progress.json").write_text(content, encoding="utf-8")
    assert models_state(tmp_path).state is Preparation.PREPARING
