"""Pages for browsers: the document, and the 404 page for whatever is not there."""

import pytest

from tests.people import Person


@pytest.mark.parametrize("path", ["/nope", "/me", "/images/unknown", "/admin/", "/admin/held/"])
def test_a_page_that_is_not_there_answers_404_as_html(visitor: Person, path: str) -> None:
    answer = visitor.page(path)
    assert (answer.status_code, answer.mimetype) == (404, "text/html")


def test_an_unknown_address_of_the_api_stays_a_problem(visitor: Person) -> None:
    answer = visitor.page("/api/v1/nope")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


@pytest.mark.parametrize("path", ["/", "/upload", "/login", "/me/pictures", "/me/trash", "/me/account"])
def test_a_page_is_the_document_and_is_not_kept(visitor: Person, path: str) -> None:
    answer = visitor.page(path)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store")
    assert '<div id="app">' in answer.text


def test_the_page_of_a_private_picture_is_that_of_one_that_never_was(alice: Person, visitor: Person) -> None:
    image_id = alice.adds(title="secret garden")
    hidden, unknown = visitor.page(f"/images/{image_id}"), visitor.page("/images/unknown")
    assert (hidden.status_code, hidden.data) == (404, unknown.data)
