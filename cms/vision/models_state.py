"""Whether the models are there yet, read from what the preparation writes. Reads two small files and nothing else."""

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

PROGRESS_FILE = "progress.json"
MANIFEST_FILE = "manifest.json"
NOTHING_DONE = "The models are not prepared yet."


class Preparation(StrEnum):
    """How far the preparation of the models is."""

    PREPARING = "preparing"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True)
class ModelsState:
    """What the site shows: `step` is a sentence, `done` of `of` steps are over, `problem` a sentence when it failed."""

    state: Preparation
    step: str
    done: int
    of: int
    problem: str | None = None
    updated_at: datetime | None = None

    @property
    def is_ready(self) -> bool:
        """Whether pictures can be understood."""
        return self.state is Preparation.READY


def models_state(folder: Path) -> ModelsState:
    """The state of the models in `folder`; "preparing" with nothing done where none was begun. Never raises."""
    try:
        kept = json.loads((folder / PROGRESS_FILE).read_text(encoding="utf-8"))
        state = ModelsState(
            state=Preparation(kept["state"]),
            step=str(kept["step"]),
            done=int(kept["done"]),
            of=int(kept["of"]),
            problem=kept["problem"],
            updated_at=datetime.fromisoformat(kept["updated_at"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return ModelsState(Preparation.PREPARING, NOTHING_DONE, 0, 0)
    if state.is_ready and not (folder / MANIFEST_FILE).is_file():
        return ModelsState(Preparation.PREPARING, NOTHING_DONE, 0, 0)
    return state
