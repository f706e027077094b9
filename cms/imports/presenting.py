"""What is told of an import, to its owner alone."""

from typing import Any

from cms.imports.models import Import
from cms.imports.queries import problems_of
from cms.imports.schemas import Counts, ImportOut, ImportSummary, LeftOut
from cms.imports.service import COUNTED

EVENT = "import"


def told_live(row: Import) -> dict[str, str]:
    """What open pages hear of it."""
    counts = {name: str(row.counts.get(name, 0)) for name in COUNTED}
    return {"id": row.id, "state": str(row.state), **counts}


def present_import(row: Import) -> ImportOut:
    problems = [LeftOut(path=one.path, reason=one.reason or "") for one in problems_of(row)]
    return ImportOut(**_told(row), problems=problems)


def present_in_list(row: Import) -> ImportSummary:
    return ImportSummary(**_told(row))


def _told(row: Import) -> dict[str, Any]:
    return {
        "id": row.id,
        "file_name": row.file_name,
        "album": row.album_id,
        "privacy": row.privacy,
        "state": row.state,
        "counts": Counts(**{name: row.counts.get(name, 0) for name in COUNTED}),
        "problem": row.problem,
        "created_at": row.created_at,
        "finished_at": row.finished_at,
    }
