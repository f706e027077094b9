"""Search over HTTP: words and facets, suggestions while typing, tag statistics."""

from functools import partial

from flask import Blueprint, Response, current_app

from cms.access.guard import current_viewer, requires
from cms.access.permissions import Permission
from cms.access.rates import Rate, rated
from cms.access.viewer import Viewer
from cms.albums.queries import titles_of
from cms.backends import Backends
from cms.classes.queries import names_of
from cms.events import Searched, announce
from cms.index.base import Index
from cms.meaning.asking import Ask, ask_as
from cms.search import presenting, schemas, service, suggesting
from cms.search.asking import expanded, wish_of
from cms.settings import Settings
from cms.vision.meaning import is_on
from cms.wire.afterwards import afterwards
from cms.wire.language import caller_language
from cms.wire.requests import answer, gives, takes

blueprint = Blueprint("search", __name__, url_prefix="/api/v1")


def index() -> Index:
    backends: Backends = current_app.extensions["backends"]
    return backends.index


def asking(viewer: Viewer | None, query: schemas.SearchParameters) -> Ask | None:
    """The way to ask what is meant by words, where that is on."""
    settings: Settings = current_app.extensions["settings"]
    backends: Backends = current_app.extensions["backends"]
    if not is_on(settings.vision_meaning):
        return None
    return ask_as(viewer, is_mine=query.scope == "mine", queue=backends.queue)


@blueprint.get("/search")
@requires(Permission.SEE_IMAGE)
@rated(Rate.SEARCH)
@takes(query=schemas.SearchParameters)
@gives(schemas.SearchOut)
def search(query: schemas.SearchParameters) -> Response:
    """Pictures by words and facets, as far as the caller may see them, with counts of what else they have in common."""
    viewer = current_viewer()
    query, misspelt = expanded(query)
    wish = wish_of(query)
    outcome = service.search(index(), viewer, wish, ask=asking(viewer, query))
    counted = presenting.album_titles(outcome)
    titles = counted | titles_of(viewer, [album for album in query.album if album not in counted])
    titles |= names_of(viewer, query.own_class)
    response = answer(
        presenting.present(outcome, viewer, query, titles=titles, misspelt=misspelt, language=caller_language())
    )
    return noted(response, viewer, service.labels_of(wish, outcome))


def noted(response: Response, viewer: Viewer | None, labels: list[str]) -> Response:
    """With whoever hears of searches told of this one, if there is something to tell."""
    if viewer is None or not labels:
        return response
    return afterwards(response, partial(announce, Searched(viewer.id, labels)))


@blueprint.get("/search/suggestions")
@requires(Permission.SEE_IMAGE)
@rated(Rate.SUGGEST)
@takes(query=schemas.SuggestionParameters)
@gives(schemas.SuggestionList)
def suggest(query: schemas.SuggestionParameters) -> Response:
    """What the caller may mean who has typed so far, with how many pictures they may see have it."""
    counts = suggesting.suggest(index(), current_viewer(), query.q, limit=query.limit)
    items = [presenting.suggestion(count, caller_language()) for count in counts]
    return answer(schemas.SuggestionList(items=items, next=None))


@blueprint.get("/tags")
@requires(Permission.SEE_IMAGE)
@rated(Rate.SEARCH)
@takes(query=schemas.TagParameters)
@gives(schemas.TagList)
def list_tags(query: schemas.TagParameters) -> Response:
    """All tags, the commonest first, with how many pictures that the caller may see have them."""
    viewer = current_viewer()
    counts, following = service.tags(index(), viewer, start=query.q, cursor=query.cursor, limit=query.limit)
    return answer(schemas.TagList(items=presenting.counted_tags(counts, caller_language()), next=following))
