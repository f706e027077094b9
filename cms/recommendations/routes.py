"""Recommendations over HTTP: what somebody may like, why, and how they steer it."""

from flask import Blueprint, Response

from cms.access.guard import checked, current_viewer, oneself, requires
from cms.access.permissions import Permission
from cms.access.policy import is_own
from cms.access.rates import Rate, rated
from cms.access.viewer import Viewer
from cms.images.presenting import present_images
from cms.images.queries import image_by_id, images_by_ids
from cms.images.schemas import ListQuery
from cms.pagination import decode_cursor, encode_cursor, number_of
from cms.reactions.service import tally
from cms.recommendations import queries, schemas, service
from cms.recommendations.models import Deed
from cms.recommendations.presenting import present_ranked, present_tastes
from cms.tags.keys import tag_key
from cms.wire.language import caller_language
from cms.wire.requests import answer, gives, no_content, takes

blueprint = Blueprint("recommendations", __name__, url_prefix="/api/v1")


@blueprint.get("/recommendations")
@requires(Permission.SEE_RECOMMENDATIONS, Permission.SEE_IMAGE)
@rated(Rate.SEARCH)
@takes(query=ListQuery)
@gives(schemas.RecommendationList)
def list_recommendations(query: ListQuery) -> Response:
    """Pictures that the caller may like, the best first, each with why."""
    viewer, after = oneself(), place_of(query.cursor)
    order, known = service.recommend(viewer, limit=query.limit, after=after)
    page, more = order[: query.limit], len(order) > query.limit
    shown = {image.id: image for image in images_by_ids(viewer, [one.image_id for one in page])}
    items = present_ranked(page, shown, known, viewer, language=caller_language())
    end = encode_cursor(repr(page[-1].score), page[-1].image_id) if more else None
    return answer(schemas.RecommendationList(items=items, next=end, on=known.is_on))


def place_of(cursor: str | None) -> tuple[float, str] | None:
    if cursor is None:
        return None
    score, image_id = decode_cursor(cursor, parts=2)
    return number_of(score), image_id


@blueprint.get("/recommendations/picks")
@requires(Permission.SEE_RECOMMENDATIONS, Permission.SEE_IMAGE)
@rated(Rate.SEARCH)
@gives(schemas.Picks)
def list_picks() -> Response:
    """24 varied pictures; liking three of them is enough to begin with."""
    viewer = oneself()
    images = service.picks_for(viewer)
    return answer(schemas.Picks(items=present_images(images, viewer, language=caller_language())))


@blueprint.post("/recommendations/feedback")
@requires(Permission.EDIT_TASTES, Permission.SEE_IMAGE)
@takes(body=schemas.Feedback)
@gives(None, status=204)
def give_feedback(body: schemas.Feedback) -> Response:
    """More like this, less like this, or not this one again; it counts from the next page on."""
    image = checked(image_by_id(body.image), see=Permission.SEE_IMAGE)
    service.judge(oneself(), image.id, body.verdict)
    return no_content()


@blueprint.delete("/recommendations/feedback/<image_id>")
@requires(Permission.EDIT_TASTES)
@gives(None, status=204)
def take_feedback_back(image_id: str) -> Response:
    """As if nothing had been said of this picture, which may be hidden or gone by now; it may be recommended again."""
    service.unjudge(oneself(), image_id)
    return no_content()


@blueprint.post("/images/<image_id>/views")
@requires(Permission.SEE_IMAGE)
@gives(None, status=204)
def count_view(image_id: str) -> Response:
    """Somebody looked at it for two seconds or longer; a look at one's own picture is none."""
    viewer = current_viewer()
    image = checked(image_by_id(image_id), see=Permission.SEE_IMAGE)
    if is_own(viewer, image):
        return no_content()
    tally(image.id, views=1)
    if viewer is not None:
        service.record(viewer.id, image.id, Deed.VIEW)
    return no_content()


@blueprint.get("/me/tastes")
@requires(Permission.SEE_RECOMMENDATIONS)
@gives(schemas.TastesOut)
def show_tastes() -> Response:
    """What is known of the caller's taste, and what is recorded for it."""
    return answer(present_tastes(queries.known_of(oneself()), language=caller_language()))


@blueprint.patch("/me/tastes")
@requires(Permission.EDIT_TASTES)
@takes(body=schemas.TastesChange)
@gives(schemas.TastesOut)
def change_tastes(body: schemas.TastesChange) -> Response:
    """Switch recommendations or recording on or off, make tags count more or less."""
    sent = body.model_fields_set
    service.steer(
        oneself(),
        is_on=body.on if "on" in sent else None,
        records={str(deed): is_recorded for deed, is_recorded in body.records.items()} if "records" in sent else None,
        adjusted={tag_key(one.key): one.factor for one in body.tastes} if "tastes" in sent else None,
    )
    return show_tastes_of(oneself())


def show_tastes_of(viewer: Viewer) -> Response:
    return answer(present_tastes(queries.known_of(viewer), language=caller_language()))


@blueprint.delete("/me/tastes")
@requires(Permission.EDIT_TASTES)
@gives(None, status=204)
def wipe_tastes() -> Response:
    """Forget all that was recorded and adjusted."""
    service.wipe(oneself())
    return no_content()
