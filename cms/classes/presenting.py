"""What of a class is told to whom: every field by name."""

from collections.abc import Mapping, Sequence

from cms.access.permissions import Permission
from cms.access.policy import permits
from cms.access.viewer import Viewer
from cms.accounts.models import Account
from cms.classes import queries
from cms.classes.models import ClassShare, ClassState
from cms.classes.queries import Numbers, Seen
from cms.classes.schemas import ClassOut, ExampleCounts, OfImage, ShareOut, SharePerson
from cms.classes.service import LEAST_EXAMPLES


def present_classes(seen: Sequence[Seen], viewer: Viewer, *, image_id: str | None = None) -> list[ClassOut]:
    """Classes with their numbers, and what they know of one of the viewer's images."""
    ids = [one.row.id for one in seen]
    numbers = queries.numbers_of(ids, viewer)
    of_image = _of_image(ids, image_id) if image_id is not None else {}
    return [_present(one, viewer, numbers[one.row.id], of_image.get(one.row.id)) for one in seen]


def _of_image(class_ids: Sequence[str], image_id: str) -> Mapping[str, OfImage]:
    said = queries.examples_with(image_id)
    carried = {one.class_id: one.score for one in queries.carried_by([image_id]).get(image_id, ())}
    return {one: OfImage(said=said.get(one), score=carried.get(one)) for one in class_ids}


def _present(seen: Seen, viewer: Viewer, numbers: Numbers, of_image: OfImage | None) -> ClassOut:
    row, can_edit = seen.row, permits(viewer, Permission.EDIT_CLASS, seen)
    examples = ExampleCounts(positive=numbers.positive, negative=numbers.negative)
    return ClassOut(
        id=row.id,
        name=row.name,
        state=ClassState(row.state),
        problem=row.problem if can_edit else None,
        needed=max(LEAST_EXAMPLES - numbers.positive, 0) if can_edit else 0,
        examples=examples if can_edit else None,
        shares=numbers.shares if can_edit else None,
        shared_by=None if can_edit else present_somebody(seen.owner),
        accuracy=row.accuracy,
        hits=numbers.hits,
        image=of_image,
        created_at=row.created_at,
        changed_at=row.changed_at,
        trained_at=row.trained_at,
        can={
            "edit": can_edit,
            "delete": can_edit,
            "share": can_edit,
            "leave": not can_edit,
            "see_examples": permits(viewer, Permission.SEE_EXAMPLES, seen),
        },
    )


def present_somebody(account: Account) -> SharePerson:
    return SharePerson(name=account.name, display_name=account.display_name)


def present_share(share: ClassShare, receiver: Account) -> ShareOut:
    return ShareOut(person=present_somebody(receiver), examples=share.has_examples, created_at=share.created_at)
