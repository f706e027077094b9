"""Who holds rights in a thing sends a notice, follows it by a secret, and is written to; totals count it."""

from typing import Any

import pytest

from cms.access.viewer import Role
from cms.extensions import db
from cms.moderation.models import Case, Report, Takedown
from cms.moderation.tending import CLAIMANTS_KEPT_FOR
from cms.transaction import writing
from tests.api.moderating import appeals, case_of, decides, public_picture, undoes
from tests.factories import picture
from tests.people import Person, solved
from tests.site import Site
from tests.states import set_image
from workers.schedule import sweep, tend_cases

NOTICE = {"name": "Eve", "email": "eve@example.org", "work": "My photograph", "source": "https://eve.example/1"}
BODY = {**NOTICE, "good_faith": True}


def notice(site: Site, image_id: str, **more: Any) -> Any:
    """A visitor's, which must be taken."""
    answer = site.visitor.post("/takedowns", {"kind": "image", "id": image_id, **BODY, **more, **solved(site.visitor)})
    assert answer.status_code in (200, 201), answer.text
    return answer.json


def test_a_notice_is_a_case_that_its_visitor_follows_by_a_secret(site: Site, alice: Person, mod: Person) -> None:
    image_id = public_picture(site, alice)
    made = notice(site, image_id)
    assert made["page"] == f"/takedowns/{made['id']}?token={made['token']}"
    case = case_of(mod, image_id)
    [told] = mod.post(f"/moderation/cases/{case['id']}/claim").json["all_reports"]
    assert (told["reason"], {key: told[key] for key in NOTICE}) == ("copyright", NOTICE)
    decides(mod, case, "remove_and_block")
    followed = site.visitor.get(f"/takedowns/{made['id']}", token=made["token"])
    assert (followed.json["state"], followed.json["outcome"]) == ("closed", "acted")


def test_without_the_secret_a_notice_was_never_there(site: Site, alice: Person, bob: Person, mod: Person) -> None:
    made = notice(site, public_picture(site, alice))
    for person in (site.visitor, alice, bob, mod):
        assert person.get(f"/takedowns/{made['id']}").status_code == 404
        assert person.get(f"/takedowns/{made['id']}", token="x").status_code == 404
        assert person.get(f"/reports/{made['id']}").status_code == 404


def test_an_account_follows_its_own_without_a_secret(site: Site, alice: Person, bob: Person) -> None:
    made = bob.post("/takedowns", {"kind": "image", "id": public_picture(site, alice), **BODY}).json
    assert (made["token"], made["page"]) == (None, f"/takedowns/{made['id']}")
    assert bob.get(f"/takedowns/{made['id']}").json["state"] == "open"
    assert alice.get(f"/takedowns/{made['id']}").status_code == 404


def test_the_same_notice_again_is_the_same_and_another_claimant_has_their_own(
    site: Site, alice: Person, mod: Person
) -> None:
    image_id = public_picture(site, alice)
    first, again = notice(site, image_id), notice(site, image_id)
    other = notice(site, image_id, email="ann@example.org")
    assert again["id"] == first["id"] != other["id"]
    assert site.visitor.get(f"/takedowns/{first['id']}", token=first["token"]).status_code == 404
    assert site.visitor.get(f"/takedowns/{again['id']}", token=again["token"]).status_code == 200
    assert case_of(mod, image_id)["reports"] == 2


@pytest.mark.parametrize("path", ["/images/{}", "https://pixels.example/images/{}?from=search", "/api/v1/images/{}"])
def test_a_thing_is_named_by_the_address_of_its_page_too(site: Site, alice: Person, mod: Person, path: str) -> None:
    image_id = public_picture(site, alice)
    body = {**BODY, "address": path.format(image_id), **solved(site.visitor)}
    assert site.visitor.post("/takedowns", body).status_code == 201
    assert case_of(mod, image_id)["reasons"] == ["copyright"]


def test_albums_collections_and_comments_are_named_too(site: Site, alice: Person, bob: Person) -> None:
    image_id = public_picture(site, alice)
    album = alice.post("/albums", {"title": "A", "category": "other", "privacy": "public"}).json["id"]
    collection = alice.post("/collections", {"title": "A", "privacy": "public"}).json["id"]
    comment = alice.post(f"/images/{image_id}/comments", {"text": "hello"}).json["id"]
    for address in (f"/albums/{album}", f"/collections/{collection}", f"/images/{image_id}?comment={comment}"):
        assert bob.post("/takedowns", {**BODY, "address": address}).status_code == 201, address


def test_what_a_visitor_may_not_see_is_as_if_it_had_never_been(site: Site, alice: Person) -> None:
    hidden = public_picture(site, alice)
    alice.patch(f"/images/{hidden}", {"privacy": "private"})
    told = []
    for thing_id in (hidden, "0" * 26):
        for named in ({"kind": "image", "id": thing_id}, {"address": f"/images/{thing_id}"}):
            answer = site.visitor.post("/takedowns", {**BODY, **named, **solved(site.visitor)})
            told.append((answer.status_code, answer.json["type"], answer.json["title"], answer.json.get("detail")))
    assert told[0][0] == 404
    assert len(set(told)) == 1


def test_a_notice_is_given_in_good_faith_by_a_person(site: Site, alice: Person) -> None:
    body = {"kind": "image", "id": public_picture(site, alice), **BODY}
    assert site.visitor.post("/takedowns", body).json["type"] == "/problems/captcha-needed"
    assert site.visitor.post("/takedowns", {**body, "good_faith": False, **solved(site.visitor)}).status_code == 422
    assert alice.post("/takedowns", body).status_code == 403


def test_the_owner_is_told_of_the_decision_but_not_of_the_claimant_and_appeals(
    site: Site, alice: Person, mod: Person
) -> None:
    image_id = public_picture(site, alice)
    made = notice(site, image_id)
    decided = decides(mod, case_of(mod, image_id), "hide", rule="copyright")
    answer = alice.get("/me/decisions")
    assert answer.json["items"][0]["actions"] == ["hide"]
    assert not [word for word in NOTICE.values() if word in answer.text]
    appeals(alice, decided)
    decides(site.person("other", Role.MODERATOR), case_of(mod, image_id, "appeal"), "overturn")
    assert site.visitor.get(f"/takedowns/{made['id']}", token=made["token"]).json["outcome"] == "dismissed"


def test_the_claimant_is_written_to_at_receipt_and_outcome_in_their_language(
    site: Site, alice: Person, mod: Person
) -> None:
    kept, gone = public_picture(site, alice), public_picture(site, alice)
    headers = {"Accept-Language": "sv"}
    body = {"kind": "image", "id": kept, **BODY, **solved(site.visitor)}
    made = site.visitor.post("/takedowns", body, headers=headers).json
    notice(site, gone, email="ann@example.org")
    decides(mod, case_of(mod, kept), "dismiss")
    decides(mod, case_of(mod, gone), "hide")
    received, refused = site.letters("eve@example.org")
    assert ("tagit emot" in received["Subject"], "beslutat" in refused["Subject"]) == (True, True)
    assert all(
        made["id"] in letter.get_content() and made["token"] not in letter.get_content()
        for letter in (received, refused)
    )
    assert "acted on your notice" in site.letters("ann@example.org")[1]["Subject"]


def test_the_claimant_is_written_to_when_the_decision_is_undone_or_overturned(
    site: Site, alice: Person, mod: Person
) -> None:
    undone, overturned = public_picture(site, alice), public_picture(site, alice)
    notice(site, undone)
    notice(site, overturned, email="ann@example.org")
    undoes(mod, decides(mod, case_of(mod, undone), "hide"))
    appeals(alice, decides(mod, case_of(mod, overturned), "hide"))
    other = site.person("other", Role.MODERATOR)
    decides(other, case_of(other, overturned, "appeal"), "overturn")
    last = [site.letters(address)[-1] for address in ("eve@example.org", "ann@example.org")]
    assert ["undone" in last[0]["Subject"], "overturned" in last[1]["Subject"]] == [True, True]
    assert case_of(mod, undone)["state"] == "open"


def test_who_claimed_is_forgotten_half_a_year_after_the_case_and_what_became_of_it_is_not(
    site: Site, alice: Person, mod: Person
) -> None:
    closed, waiting = public_picture(site, alice), public_picture(site, alice)
    made, still = notice(site, closed, text="Mine"), notice(site, waiting)
    decides(mod, case_of(mod, closed), "hide")

    def kept(report_id: str) -> list[str]:
        with site.app.app_context():
            sweep()
            row, report = db.session.get(Takedown, report_id), db.session.get(Report, report_id)
            return [row.name, row.email, row.work, row.source, report.text]

    assert kept(made["id"])[1] == "eve@example.org"
    with site.app.app_context(), writing():
        for case in db.session.scalars(db.select(Case)):
            case.closed_at = case.closed_at and case.closed_at - CLAIMANTS_KEPT_FOR
            case.created_at -= CLAIMANTS_KEPT_FOR
    assert (kept(made["id"]), kept(still["id"])[1]) == ([""] * 5, "eve@example.org")
    assert site.visitor.get(f"/takedowns/{made['id']}", token=made["token"]).json["outcome"] == "acted"


def test_totals_count_notices_by_what_became_of_them(site: Site, alice: Person, mod: Person) -> None:
    granted, refused, waiting = (public_picture(site, alice, title=name) for name in "abc")
    for image_id in (granted, refused, waiting):
        notice(site, image_id)
    decides(mod, case_of(mod, granted), "hide")
    decides(mod, case_of(mod, refused), "dismiss")
    [month] = site.visitor.get("/transparency").json["items"]
    assert month["takedowns"] == {"received": 3, "granted": 1, "refused": 1}
    assert (month["reports"], month["actions"]) == ({"copyright": 3}, {"hide": 1, "dismiss": 1})


def test_totals_count_what_the_site_stopped_by_itself(site: Site, alice: Person, bob: Person, mod: Person) -> None:
    file, held = picture(), public_picture(site, alice)
    image_id = public_picture(site, alice, file=file)
    bob.post("/reports", {"kind": "image", "id": image_id, "reason": "sexual"})
    decides(mod, case_of(mod, image_id), "remove_and_block")
    assert [bob.upload(file).status_code, alice.upload(file).status_code] == [422, 422]
    set_image(site, held, review="held")
    with site.app.app_context():
        for _ in range(2):
            tend_cases()
    [month] = site.visitor.get("/transparency").json["items"]
    assert month["stops"] == {"blocked": 2, "held": 1}


def test_a_report_is_no_takedown(site: Site, alice: Person, bob: Person) -> None:
    told = bob.post("/reports", {"kind": "image", "id": public_picture(site, alice), "reason": "other"}).json
    assert bob.get(f"/takedowns/{told['id']}").status_code == 404
