"""What of an own class is told to its owner: every field by name."""

from collections.abc import Mapping, Sequence

from cms.access.permissions import Permission
from cms.access.policy import permits
from cms.access.viewer import Viewer
from cms.classes import queries
from cms.classes.models import ClassState, OwnClass
from cms.classes.queries import Numbers
from cms.classes.schemas import ClassOut, ExampleCounts, OfImage
from cms.classes.service import LEAST_EXAMPLES


def present_classes(rows: Sequence[OwnClass], viewer: Viewer, *, image_id: str | None = None) -> list[ClassOut]:
    """Classes with their numbers, and what they know of one of the viewer's images."""
    numbers = queries.numbers_of([row.id for row in rows])
    of_image = _of_image(rows, image_id) if image_id is not None else {}
    return [_present(row, viewer, numbers[row.id], of_image.get(row.id)) for row in rows]


def _of_image(rows: Sequence[OwnClass], image_id: str) -> Mapping[str, OfImage]:
    said = queries.examples_with(image_id)
    carried = {one.class_id: one.score for one in queries.carried_by([image_id]).get(image_id, ())}
    return {row.id: OfImage(said=said.get(row.id), score=carried.get(row.id)) for row in rows}


def _present(row: OwnClass, viewer: Viewer, numbers: Numbers, of_image: OfImage | None) -> ClassOut:
    can_edit = permits(viewer, Permission.EDIT_CLASS, row)
    return ClassOut(
        id=row.id,
        name=row.name,
        state=ClassState(row.state),
        problem=row.problem,
        needed=max(LEAST_EXAMPLES - numbers.positive, 0),
        examples=ExampleCounts(positive=numbers.positive, negative=numbers.negative),
        accuracy=row.accuracy,
        hits=numbers.hits,
        image=of_image,
        created_at=row.created_at,
        changed_at=row.changed_at,
        trained_at=row.trained_at,
        can={"edit": can_edit, "delete": can_edit},
    )
