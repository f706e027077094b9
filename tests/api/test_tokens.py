"""Bearer tokens: what they reach, and when they end."""

import pytest

from cms.accounts.queries import account_by_name
from cms.accounts.service import create_token, days_from_now
from cms.errors import Problem
from cms.transaction import writing
from tests.people import Person
from tests.site import Site
from tests.states import prepared


def token_for(site: Site, person: Person, *scopes: str, days: int | None = None) -> Person:
    """The same person, coming with another token."""
    with site.app.app_context(), writing():
        account = account_by_name(person.name)
        _token, secret = create_token(account, name="t", scopes=list(scopes), ends=days_from_now(days))
    return Person(site.app, person.client, person.name, person.id, secret)


def statuses(person: Person, image_id: str) -> dict[str, int]:
    """What this token may do, one call for each scope."""
    return {
        "images:read": person.get(f"/images/{image_id}").status_code,
        "images:write": person.post(f"/images/{image_id}/restore").status_code,
        "account:read": person.get("/me").status_code,
        "account:write": person.patch("/me", {}).status_code,
    }


@pytest.mark.parametrize("scope", ["images:read", "account:read", "account:write"])
def test_what_goes_beyond_a_scope_is_refused(site: Site, alice: Person, scope: str) -> None:
    image_id = alice.adds()
    found = statuses(token_for(site, alice, scope), image_id)
    assert found == {name: 200 if name == scope else 403 for name in found}


def test_writing_needs_reading_too(site: Site, alice: Person) -> None:
    image_id = alice.adds()
    assert token_for(site, alice, "images:write").patch(f"/images/{image_id}", {"title": "x"}).status_code == 403
    both = token_for(site, alice, "images:read", "images:write")
    assert both.patch(f"/images/{image_id}", {"title": "x"}).status_code == 200


def test_a_picture_can_be_added_with_writing_alone(site: Site, alice: Person) -> None:
    assert token_for(site, alice, "images:write").upload().status_code == 201
    assert token_for(site, alice, "images:read").upload().status_code == 403


def test_without_the_scope_nothing_private_is_listed(site: Site, alice: Person) -> None:
    image_id = alice.adds()
    blind = token_for(site, alice, "account:read")
    assert blind.get("/images", owner="alice").status_code == 403
    assert blind.get("/images", ids=image_id).status_code == 403
    assert blind.get("/me/timeline").status_code == 403
    assert blind.call("POST", "/images/zip", data={"ids": image_id}).status_code == 403
    assert blind.page(f"/images/{image_id}").status_code == 404


def test_a_token_for_everything_does_everything_its_account_may(site: Site, alice: Person) -> None:
    assert set(statuses(alice, alice.adds()).values()) == {200}
    assert alice.page("/admin/held/").status_code == 404


def test_a_moderator_with_a_bounded_token_is_kept_out_of_the_rooms(site: Site, mod: Person) -> None:
    assert token_for(site, mod, "images:read").page("/admin/held/").status_code == 404
    assert token_for(site, mod, "moderation").page("/admin/held/").status_code == 200


def test_what_one_may_do_is_told_as_far_as_the_token_reaches(site: Site, alice: Person) -> None:
    can = token_for(site, alice, "images:read").image(prepared(site, alice))["can"]
    assert can == {"edit": False, "delete": False, "view_original": True}


def test_an_expired_token_is_no_token(site: Site, alice: Person) -> None:
    late = token_for(site, alice, "*", days=0)
    assert (late.get("/me").status_code, late.get("/images").status_code) == (401, 401)


def test_a_token_that_has_time_left_works(site: Site, alice: Person) -> None:
    assert token_for(site, alice, "*", days=1).get("/me").status_code == 200


@pytest.mark.parametrize("shown", ["Bearer nonsense", "Bearer ", "bearer px_" + "x" * 10_000, "Bearer é"])
def test_an_unknown_token_is_refused_even_where_visitors_may_go(site: Site, visitor: Person, shown: str) -> None:
    answer = visitor.call("GET", "/images", headers={"Authorization": shown})
    assert (answer.status_code, answer.content_type) == (401, "application/problem+json")


def test_other_schemes_are_not_looked_at(visitor: Person) -> None:
    assert visitor.call("GET", "/images", headers={"Authorization": "Basic YTpi"}).status_code == 200


def test_the_token_of_a_suspended_account_is_no_token(site: Site) -> None:
    sam = site.person("sam", active=False)
    assert sam.get("/me").status_code == 401


@pytest.mark.parametrize("scopes", [[], ["images:eat"], ["*", "nonsense"]])
def test_only_known_scopes_are_given(site: Site, alice: Person, scopes: list[str]) -> None:
    with site.app.app_context(), pytest.raises(Problem) as refused:
        create_token(account_by_name("alice"), name="t", scopes=scopes, ends=None)
    assert (refused.value.status, refused.value.errors[0].field) == (422, "scopes")
