"""Bearer tokens: what they reach, and when they end."""

from datetime import timedelta
from typing import Any

import pytest

from cms.accounts.models import ApiToken
from cms.accounts.queries import account_by_name
from cms.accounts.service import create_token, days_from_now
from cms.errors import Problem
from cms.extensions import db, now
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
    assert {name for name, may in can.items() if may} == {"view_original"}


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


def makes(person: Person, **fields: object) -> Any:
    return person.post("/me/tokens", {"name": "phone", "scopes": ["images:read"], **fields})


def holder(person: Person, secret: str) -> Person:
    return Person(person.app, person.client, person.name, person.id, secret)


def test_one_makes_a_token_whose_secret_is_told_once(site: Site, alice: Person) -> None:
    made = makes(site.logged_in("alice"))
    assert made.status_code == 201
    secret = made.json["secret"]
    assert holder(alice, secret).get("/images").status_code == 200
    assert secret not in alice.get("/me/tokens").text
    with site.app.app_context():
        assert secret not in repr(db.session.execute(db.select(ApiToken.__table__)).all())


def test_one_sees_ones_tokens_and_when_they_were_used(alice: Person, bob: Person) -> None:
    secret = makes(alice, expires_at="2999-01-01T00:00:00Z").json["secret"]
    newest = alice.get("/me/tokens").json["items"][0]
    assert (newest["name"], newest["scopes"], newest["last_used_at"]) == ("phone", ["images:read"], None)
    assert newest["expires_at"].startswith("2999-01-01")
    holder(alice, secret).get("/images").close()
    assert alice.get("/me/tokens").json["items"][0]["last_used_at"] is not None
    assert [token["name"] for token in bob.get("/me/tokens").json["items"]] == ["tests"]


def test_a_revoked_token_is_no_token(alice: Person, bob: Person) -> None:
    made = makes(alice).json
    assert bob.delete(f"/me/tokens/{made['id']}").status_code == 404
    assert alice.delete(f"/me/tokens/{made['id']}").status_code == 204
    assert holder(alice, made["secret"]).get("/images").status_code == 401


def test_all_tokens_end_at_once(site: Site, alice: Person, bob: Person) -> None:
    page = site.logged_in("alice")
    assert page.delete("/me/tokens").status_code == 204
    assert (alice.get("/me").status_code, bob.get("/me").status_code, page.is_logged_in) == (401, 200, True)


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"scopes": ["*"]}, 403),
        ({"scopes": ["images:write"]}, 403),
        ({"scopes": ["account:write", "images:read"]}, 403),
        ({"scopes": ["account:write"]}, 403),
        ({"scopes": ["account:write"], "expires_at": "2999-01-01T00:00:00Z"}, 403),
        ({"scopes": ["account:write"], "expires_at": "SOON"}, 201),
    ],
)
def test_no_token_makes_a_wider_or_longer_one(
    site: Site, alice: Person, fields: dict[str, object], status: int
) -> None:
    narrow = token_for(site, alice, "account:write", days=2)
    if fields.get("expires_at") == "SOON":
        fields = {**fields, "expires_at": (now() + timedelta(days=1)).isoformat()}
    assert makes(narrow, **fields).status_code == status


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("scopes", []),
        ("scopes", ["images:eat"]),
        ("expires_at", "2001-01-01T00:00:00Z"),
        ("expires_at", "2999-01-01T00:00:00"),
        ("name", ""),
        ("name", "a\nb"),
    ],
)
def test_a_token_that_cannot_be_is_refused(alice: Person, field: str, value: object) -> None:
    refused = makes(alice, **{field: value})
    assert (refused.status_code, refused.json["errors"][0]["field"].partition(".")[0]) == (422, field)


def test_a_token_in_an_address_is_no_token(alice: Person, visitor: Person) -> None:
    for name in ("token", "access_token", "auth_token", "api_key"):
        assert visitor.get("/me", **{name: alice.token}).status_code == 401
