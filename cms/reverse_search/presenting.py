"""What of a search by picture is told to whom: matches only as far as whoever reads them may see them now."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cms.access.viewer import Viewer
from cms.images.presenting import present_images
from cms.images.queries import images_by_ids
from cms.images.schemas import ImageOut
from cms.reverse_search.models import ReverseSearch
from cms.reverse_search.schemas import CopyGroup, CopyOut, Match, ReverseSearchOut
from cms.wire.addresses import here

if TYPE_CHECKING:
    from cms.reverse_search.copies import Group

MOST_SHOWN = 60


def shown_images(viewer: Viewer | None, ids: Sequence[str], *, language: str) -> dict[str, ImageOut]:
    """Those of these images that the viewer may see, by id."""
    images = images_by_ids(viewer, ids)
    return {image.id: image for image in present_images(images, viewer, language=language)}


def present_search(search: ReverseSearch, viewer: Viewer | None, *, language: str) -> ReverseSearchOut:
    images = shown_images(viewer, [found[0] for found in search.matches], language=language) if search.matches else {}
    matches = [
        Match(image=images[image_id], distance=distance, kind=kind)
        for image_id, distance, kind in search.matches
        if image_id in images
    ]
    return ReverseSearchOut(
        id=search.id,
        state=search.state,  # type: ignore[arg-type]
        progress=search.progress,
        problem=search.problem,
        problem_code=search.problem_code,
        picture=picture_path(search) if may_see_question(search, viewer) else None,
        box=search.box,
        matches=matches[:MOST_SHOWN],
        took_ms=search.took_ms,
        created_at=search.created_at,
    )


def picture_path(search: ReverseSearch) -> str | None:
    """Where to see what was asked with, once there is something to see."""
    is_there = search.query_key is not None or (search.image_id is not None and search.box is None)
    return here(f"/api/v1/reverse-searches/{search.id}/picture") if is_there else None


def may_see_question(search: ReverseSearch, viewer: Viewer | None) -> bool:
    """A visitor's question is whoever's who holds its id; an account's is its own."""
    return search.asker_id is None or (viewer is not None and viewer.id == search.asker_id)


def present_groups(groups: "Sequence[Group]", viewer: Viewer | None, *, language: str) -> list[CopyGroup]:
    """Groups whose pictures are all still there."""
    images = shown_images(viewer, [copy.id for one in groups for copy in one.copies], language=language)
    return [
        CopyGroup(
            kind=one.kind,
            images=[
                CopyOut(image=images[copy.id], distance=copy.distance, suggestion=copy.suggestion)
                for copy in one.copies
                if copy.id in images
            ],
        )
        for one in groups
    ]
