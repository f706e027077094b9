"""What commands have done, noted in the data folder, so that the site can tell its operator when it last was."""

import json
from pathlib import Path
from typing import Any

from cms.upkeep.backup import replace_file

FOLDER = "notes"
KINDS = ("backup", "rehearsal", "gc")
Note = dict[str, Any]


def note(data_dir: Path, kind: str, told: Note) -> None:
    """Remember this instead of what was noted of the same kind before."""
    (data_dir / FOLDER).mkdir(parents=True, exist_ok=True)
    replace_file(data_dir / FOLDER / f"{kind}.json", json.dumps(told).encode())


def notes(data_dir: Path) -> dict[str, Note]:
    """What was noted, by kind; kinds of which nothing is known are left out."""
    return {kind: told for kind in KINDS if (told := _read(data_dir / FOLDER / f"{kind}.json")) is not None}


def _read(file: Path) -> Note | None:
    try:
        told = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return None
    return told if isinstance(told, dict) else None
