"""People over HTTP: who they are, who follows whom, who is blocked or muted."""

from flask import Blueprint, Response

from cms.access.guard import checked, current_viewer, oneself, requires
from cms.access.permissions import Permission
from cms.access.rates import Rate, rated
from cms.accounts.eyes import eyes_on, load_person
from cms.accounts.queries import account_by_name
from cms.errors import not_found
from cms.follows import queries, schemas, service
from cms.follows.presenting import present_person
from cms.images.schemas import ListQuery
from cms.pagination import Page
from cms.wire.requests import answer, gives, no_content, takes

blueprint = Blueprint("follows", __name__, url_prefix="/api/v1")


def present_list(page: Page[queries.SeenPerson]) -> Response:
    viewer = current_viewer()
    return answer(schemas.PersonList(items=[present_person(seen, viewer) for seen in page.rows], next=page.next))


@blueprint.get("/people")
@requires(Permission.SEE_OWN_TIES)
@rated(Rate.SUGGEST)
@takes(query=schemas.PeopleQuery)
@gives(schemas.PersonList)
def list_people(query: schemas.PeopleQuery) -> Response:
    """People whose name begins so, those whom the caller follows first: to complete a name that is being typed."""
    return present_list(Page(queries.people_called(oneself(), query.q, limit=query.limit), None))


@blueprint.get("/people/<name>")
@requires(Permission.SEE_PERSON)
@takes(query=schemas.PersonQuery)
@gives(schemas.PersonOut)
def show_person(name: str, query: schemas.PersonQuery) -> Response:
    """Somebody, with how much of theirs the caller may see; one may look at oneself with the eyes of others."""
    seen = queries.person(current_viewer(), name)
    account = checked(seen.account if seen else None, see=Permission.SEE_PERSON)
    viewer = eyes_on(account, query.eyes)
    if query.eyes is not None:
        seen = queries.person(viewer, name)
    if seen is None:
        raise not_found()
    return answer(present_person(seen, viewer))


@blueprint.get("/people/<name>/followers")
@requires(Permission.SEE_PERSON)
@takes(query=ListQuery)
@gives(schemas.PersonList)
def list_followers(name: str, query: ListQuery) -> Response:
    """Who follows somebody, the newest first."""
    page = queries.followers_of(current_viewer(), load_person(name).id, query.wanted())
    return present_list(page)


@blueprint.get("/people/<name>/following")
@requires(Permission.SEE_PERSON)
@takes(query=ListQuery)
@gives(schemas.PersonList)
def list_following(name: str, query: ListQuery) -> Response:
    """Whom somebody follows, the newest first."""
    page = queries.followed_by(current_viewer(), load_person(name).id, query.wanted())
    return present_list(page)


@blueprint.put("/people/<name>/follow")
@requires(Permission.EDIT_OWN_TIES)
@gives(schemas.Followed)
def follow(name: str) -> Response:
    """Follow somebody; where their account is locked, ask to."""
    return answer(schemas.Followed(state=service.follow(oneself(), load_person(name))))


@blueprint.delete("/people/<name>/follow")
@requires(Permission.EDIT_OWN_TIES)
@gives(schemas.Followed)
def unfollow(name: str) -> Response:
    """Follow somebody no more, or ask no more."""
    service.unfollow(oneself(), load_person(name))
    return answer(schemas.Followed(state="none"))


@blueprint.get("/me/follow-requests")
@requires(Permission.SEE_OWN_TIES)
@takes(query=ListQuery)
@gives(schemas.PersonList)
def list_requests(query: ListQuery) -> Response:
    """Who would like to follow the caller."""
    return present_list(queries.requests_to(oneself(), query.wanted()))


@blueprint.get("/me/blocks")
@requires(Permission.SEE_OWN_TIES)
@takes(query=ListQuery)
@gives(schemas.PersonList)
def list_blocks(query: ListQuery) -> Response:
    """Whom the caller has blocked."""
    return present_list(queries.blocked_by(oneself(), query.wanted()))


@blueprint.get("/me/mutes")
@requires(Permission.SEE_OWN_TIES)
@takes(query=ListQuery)
@gives(schemas.PersonList)
def list_mutes(query: ListQuery) -> Response:
    """Whom the caller has muted."""
    return present_list(queries.muted_by(oneself(), query.wanted()))


@blueprint.put("/me/follow-requests/<name>")
@requires(Permission.EDIT_OWN_TIES)
@gives(None, status=204)
def accept_request(name: str) -> Response:
    """Let somebody who asked follow."""
    service.accept(oneself(), load_person(name))
    return no_content()


@blueprint.delete("/me/follow-requests/<name>")
@requires(Permission.EDIT_OWN_TIES)
@gives(None, status=204)
def decline_request(name: str) -> Response:
    """Do not let somebody follow who asked; they are not told."""
    service.decline(oneself(), load_person(name))
    return no_content()


@blueprint.delete("/me/followers/<name>")
@requires(Permission.EDIT_OWN_TIES)
@gives(None, status=204)
def remove_follower(name: str) -> Response:
    """Let somebody follow no more; they are not told."""
    service.remove_follower(oneself(), load_person(name))
    return no_content()


@blueprint.put("/me/blocks/<name>")
@requires(Permission.EDIT_OWN_TIES)
@gives(None, status=204)
def block(name: str) -> Response:
    """Have nothing to do with somebody: in force at once, both ways."""
    service.block(oneself(), load_person(name))
    return no_content()


@blueprint.delete("/me/blocks/<name>")
@requires(Permission.EDIT_OWN_TIES)
@gives(None, status=204)
def unblock(name: str) -> Response:
    """Take a block back; follows do not come back with it."""
    account = account_by_name(name)
    if account is None:
        raise not_found()
    service.unblock(oneself(), account)
    return no_content()


@blueprint.put("/me/mutes/<name>")
@requires(Permission.EDIT_OWN_TIES)
@gives(None, status=204)
def mute(name: str) -> Response:
    """Rather not be shown what somebody does."""
    service.mute(oneself(), load_person(name))
    return no_content()


@blueprint.delete("/me/mutes/<name>")
@requires(Permission.EDIT_OWN_TIES)
@gives(None, status=204)
def unmute(name: str) -> Response:
    """Be shown again what somebody does."""
    service.unmute(oneself(), load_person(name))
    return no_content()
