"""What moderators are told of blocked sources."""

from collections.abc import Sequence

from cms.provenance.models import SourceBlock
from cms.source_blocks.queries import names_of
from cms.source_blocks.schemas import SourceBlockOut


def present_blocks(rows: Sequence[SourceBlock]) -> list[SourceBlockOut]:
    names = names_of([row.moderator_id for row in rows])
    return [
        SourceBlockOut(
            id=row.id,
            kind=row.kind,  # type: ignore[arg-type]
            value=row.value,
            reason=row.reason,
            state=row.state,  # type: ignore[arg-type]
            removed=row.removed,
            by=names.get(row.moderator_id),
            created_at=row.created_at,
        )
        for row in rows
    ]
