"""The OpenAPI document against the running application: whatever schemathesis sends is answered as promised."""

import os
from dataclasses import replace
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given
from hypothesis import settings as bounded
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import positive_data_acceptance

from cms.accounts.queries import account_by_name
from cms.accounts.service import create_token
from cms.transaction import writing
from tests.people import Person
from tests.site import Site
from tests.states import prepared

EXAMPLES = 30 if os.environ.get("PIXELS_TEST_FULL") else 5
PARTS = 5
"""Of all operations, so that each part is within the time of a test."""

STREAM = "/events"
"""It ends after minutes; tests/api/test_events.py listens to it."""

BEYOND_A_SCHEMA = {
    "POST /api/v1/accounts": "addresses that can be, passwords that are not guessed, names that are free",
    "POST /api/v1/first-account": "the same",
    "POST /api/v1/images": "bytes that are a picture, words without control characters",
    "PATCH /api/v1/images/{image_id}": "words without control characters, addresses of the web",
    "PATCH /api/v1/me": "time zones that there are, names without control characters",
    "POST /api/v1/batch-edits": "one of ids and query, some change, patterns that can be filled in",
    "POST /api/v1/batch-edits/preview": "the same",
    "POST /api/v1/tags/relations": "words that are no other thing's, no circles",
    "POST /api/v1/tags/changes": "tags that somebody gave, and that are none of the vocabulary",
    "POST /api/v1/tags/changes/preview": "the same",
    "POST /api/v1/recommendations/feedback": "pictures that there are, ids without control characters",
    "POST /api/v1/images/{image_id}/comments": "words without control characters, parents that there are",
    "POST /api/v1/albums/{album_id}/comments": "the same",
    "PATCH /api/v1/comments/{comment_id}": "words without control characters",
    "PATCH /api/v1/me/tastes": "tags without control characters",
    "POST /api/v1/reports": "things that are there, and somebody else's",
    "POST /api/v1/takedowns": "the same",
    "POST /api/v1/appeals": "words without control characters",
    "POST /api/v1/suspensions/{token}/appeals": "the same",
    "POST /api/v1/moderation/cases/{case_id}/decisions": "actions that go together, times to come",
    "POST /api/v1/moderation/decisions/{decision_id}/undo": "words without control characters",
    "POST /api/v1/session": "a name that is not blank, and a password that is right",
    "POST /api/v1/session/passkey": "an answer of a device",
    "POST /api/v1/password-recovery": "addresses that can be, so many an hour",
    "POST /api/v1/password-recovery/{token}": "passwords that are not guessed",
    "POST /api/v1/me/password": "the caller's password",
    "POST /api/v1/me/email": "the caller's password",
    "POST /api/v1/me/totp": "the caller's password",
    "PUT /api/v1/me/totp": "a code of an app",
    "DELETE /api/v1/me/totp": "the caller's password",
    "POST /api/v1/me/recovery-codes": "the caller's password",
    "POST /api/v1/me/passkeys/options": "the caller's password",
    "POST /api/v1/me/passkeys": "an answer of a device",
    "POST /api/v1/me/tokens": "scopes that there are, times to come",
    "DELETE /api/v1/me": "the caller's password and name",
    "POST /api/v1/albums": "words without control characters, titles that are not blank, covers that are one's own",
    "PATCH /api/v1/albums/{album_id}": "the same",
    "POST /api/v1/albums/{album_id}/changes/undo": "words without control characters, names that are not blank",
    "POST /api/v1/collections": "words without control characters, titles that are not blank",
    "PATCH /api/v1/collections/{collection_id}": "the same",
    "POST /api/v1/{things}/{thing_id}/links": "things that are one's own, ends to come",
    "POST /api/v1/saved-searches": "queries that the search takes, names without control characters",
    "PATCH /api/v1/saved-searches/{saved_id}": "the same",
    "POST /api/v1/saved-searches/{saved_id}/freeze": "titles that are not blank, without control characters",
    "POST /api/v1/notifications/read": "one of ids, until and all",
    "PATCH /api/v1/me/notification-settings": "albums that the caller may see",
    "POST /api/v1/uploads": "headers of tus",
    "PATCH /api/v1/uploads/{upload_id}": "the same",
    "POST /api/v1/imports": "uploads that are all here, albums that are one's own",
    "POST /api/v1/projects": "words that are not blank, examples that are there",
    "PATCH /api/v1/projects/{project_id}": "the same",
    "PUT /api/v1/projects/{project_id}/members/{name}": "people who are there",
    "POST /api/v1/projects/{project_id}/references/take": "pictures that are there",
    "POST /api/v1/projects/{project_id}/references/hide": "the same",
    "POST /api/v1/crawls": "addresses of the web, five at a time",
    "POST /api/v1/crawls/{crawl_id}/candidates/save": "albums and collections that are one's own",
    "POST /api/v1/me/webhooks": "addresses that can be asked, at most ten",
    "PATCH /api/v1/me/webhooks/{webhook_id}": "the same",
    "POST /api/v1/me/push": "end points that can be asked, keys that are points of P-256, at most ten",
    "PUT /api/v1/tags/{key}/follow": "words that can be tags",
    "DELETE /api/v1/tags/{key}/follow": "the same",
    "GET /api/v1/tags/{key}/follow": "the same",
    "POST /api/v1/classes": "names without control characters",
    "PATCH /api/v1/classes/{class_id}": "the same",
    "POST /api/v1/classes/{class_id}/examples": "ids that are not blank",
    "POST /api/v1/reverse-searches": "bytes that are a picture, boxes within it, images that are there",
}
"""What is asked of a value and cannot be said in JSON Schema: there a refusal of what fits the schema is right."""


ASKS_A_WORKER = {"GET /api/v1/images/{image_id}/similar"}
"""There is none here, and 503 says so."""


def failures_of(operation: Any, person: Person, image_id: str) -> list[str]:
    """What schemathesis holds against this operation, called by this person; what fits the schema is for this image."""
    is_list = "cursor" in {parameter.name for parameter in operation.query}  # only cursors that this site made
    unsaid = [positive_data_acceptance] if is_list or operation.label in {*BEYOND_A_SCHEMA, *ASKS_A_WORKER} else []
    unsaid += [not_a_server_error] if operation.label in ASKS_A_WORKER else []

    @bounded(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def answers_as_promised(case: Any) -> None:
        if case.meta.generation.mode.is_positive and "image_id" in case.path_parameters:
            case.path_parameters["image_id"] = image_id
        case.call_and_validate(headers={"Authorization": f"Bearer {person.token}"}, excluded_checks=unsaid)

    try:
        answers_as_promised()
    except FailureGroup as group:
        return [f"{operation.label}: {failure}" for failure in group.exceptions]
    return []


@pytest.fixture
def operations(site: Site) -> list[Any]:
    document = schemathesis.openapi.from_wsgi("/api/openapi.json", site.app)
    return [found.ok() for found in document.get_all_operations() if not found.ok().path.endswith(STREAM)]


def fresh(site: Site) -> tuple[Person, str]:
    """Alice with a token that nothing has ended yet, and a picture of hers."""
    with site.app.app_context(), writing():
        account = account_by_name("alice")
        assert account is not None
        _token, secret = create_token(account, name="tests", scopes=["*"], ends=None)
    alice = site.people["alice"] = replace(site.people["alice"], token=secret)
    return alice, prepared(site, alice)


def test_what_no_schema_says_is_named_for_operations_that_there_are(operations: list[Any]) -> None:
    assert {operation.label for operation in operations} >= BEYOND_A_SCHEMA.keys()


@pytest.mark.parametrize("part", range(PARTS))
def test_every_operation_keeps_its_promise(operations: list[Any], alice: Person, site: Site, part: int) -> None:
    asked = operations[part::PARTS]
    assert len(asked) > 10
    assert [failure for operation in asked for failure in failures_of(operation, *fresh(site))] == []
