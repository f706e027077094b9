"""What commands have done is noted where the site finds it."""

import subprocess
import sys
from datetime import datetime
from pathlib import Path

from cms.settings import CHECKOUT, Settings
from cms.upkeep.notes import note, notes
from tests.people import Person
from tests.running import surroundings
from tests.site import Site


def run(settings: Settings, *words: str) -> None:
    around = surroundings(settings)
    subprocess.run([sys.executable, "run.py", *words], cwd=CHECKOUT, env=around, check=True, capture_output=True)


def test_a_backup_its_rehearsal_and_gc_are_noted(site: Site, alice: Person, settings: Settings, tmp_path: Path) -> None:
    alice.adds()
    site.work_off("prepare-image")
    assert notes(settings.data_dir) == {}
    for words in (["gc"], ["backup", str(tmp_path / "copy")], ["restore", str(tmp_path / "copy"), "--rehearse"]):
        run(settings, *words)
    told = notes(settings.data_dir)
    assert (told["gc"]["objects"], told["gc"]["removed"], told["backup"]["is_whole"]) == (0, True, True)
    times = [told["backup"]["made_at"], told["rehearsal"]["verified_at"], told["gc"]["at"]]
    assert all(datetime.fromisoformat(at).tzinfo is not None for at in times)
    assert told["rehearsal"]["made_at"] == told["backup"]["made_at"]


def test_a_trial_of_gc_is_no_gc(site: Site, settings: Settings) -> None:
    run(settings, "gc", "--dry-run")
    assert "gc" not in notes(settings.data_dir)


def test_a_broken_note_is_none(tmp_path: Path) -> None:
    note(tmp_path, "gc", {"objects": 1})
    (tmp_path / "notes" / "gc.json").write_text("[")
    assert notes(tmp_path) == {}
