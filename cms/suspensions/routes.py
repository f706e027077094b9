"""The page of a suspended account over HTTP, for whoever has the word of its letter or of a refused login."""

from flask import Blueprint, Response, current_app

from cms.access.guard import public
from cms.access.rates import Rate, rated
from cms.accounts.models import Account
from cms.moderation import queries
from cms.moderation.presenting import present_appeal, present_own
from cms.moderation.schemas import AppealOut
from cms.suspensions import schemas, service
from cms.wire.requests import answer, gives, takes

blueprint = Blueprint("suspensions", __name__, url_prefix="/api/v1")


def load_account(token: str) -> Account:
    return service.account_by_token(token, key=current_app.extensions["settings"].secret)


@blueprint.get("/suspensions/<token>")
@public
@gives(schemas.SuspensionOut)
def show(token: str) -> Response:
    """What was decided about a suspended account, until when, and how appeals stand; for who has its word."""
    account = load_account(token)
    seen = service.told(account)
    titles = queries.titles_of([one.decision for one in seen])
    decisions = [present_own(one, titles) for one in seen]
    is_suspended = not account.active
    return answer(schemas.SuspensionOut(is_suspended=is_suspended, until=account.suspended_until, decisions=decisions))


@blueprint.post("/suspensions/<token>/appeals")
@public
@rated(Rate.REPORT)
@takes(body=schemas.AppealText)
@gives(AppealOut, status=201)
def appeal(token: str, body: schemas.AppealText) -> Response:
    """Appeal against a decision about a suspended account, as its owner; another moderator answers."""
    return answer(present_appeal(service.appeal(load_account(token), body.decision, body.text)), 201)
