"""DELETE and restore: to the trash, back, and away for ever with every byte."""

from datetime import timedelta

from cms.extensions import now
from tests.people import Person
from tests.site import Site
from tests.states import prepared, row_of, set_image
from workers.schedule import empty_trash


def keys_of(site: Site, image_id: str) -> list[str]:
    row = row_of(site, image_id)
    return [row.original_key, *row.rendition_keys.values()]


def are_there(site: Site, keys: list[str]) -> set[bool]:
    return {site.app.extensions["backends"].storage.exists(key) for key in keys}


def test_a_picture_in_the_trash_is_shown_to_its_owner_with_the_time(alice: Person, site: Site) -> None:
    image_id = prepared(site, alice, privacy="public")
    assert alice.delete(f"/images/{image_id}").status_code == 204
    assert alice.image(image_id)["trashed_at"] is not None
    assert alice.ids("/me/trash") == [image_id]


def test_a_picture_in_the_trash_is_in_no_list_and_nobody_elses(alice: Person, bob: Person, site: Site) -> None:
    image_id = prepared(site, alice, privacy="public")
    alice.delete(f"/images/{image_id}")
    assert (alice.ids(owner="alice"), alice.ids(), alice.ids(ids=image_id)) == ([], [], [])
    assert alice.get("/me/timeline").json["count"] == 0
    assert not bob.sees(image_id)
    assert bob.ids("/me/trash") == []


def test_a_picture_comes_back_as_it_was(alice: Person, bob: Person, site: Site) -> None:
    image_id = prepared(site, alice, privacy="public", title="Dune")
    alice.delete(f"/images/{image_id}")
    answer = alice.post(f"/images/{image_id}/restore")
    assert (answer.status_code, answer.json["title"], "trashed_at" in answer.json) == (200, "Dune", False)
    assert alice.ids("/me/trash") == []
    assert bob.sees(image_id)


def test_throwing_away_and_restoring_twice_is_harmless(alice: Person) -> None:
    image_id = alice.adds()
    assert [alice.delete(f"/images/{image_id}").status_code for _ in "12"] == [204, 204]
    assert [alice.post(f"/images/{image_id}/restore").status_code for _ in "12"] == [200, 200]


def test_what_is_erased_leaves_no_byte(alice: Person, site: Site) -> None:
    image_id = prepared(site, alice)
    keys = keys_of(site, image_id)
    assert (len(keys), are_there(site, keys)) == (4, {True})
    assert alice.delete(f"/images/{image_id}", forever="true").status_code == 204
    site.work_off("remove-objects", times=2)
    assert are_there(site, keys) == {False}
    assert row_of(site, image_id) is None


def test_what_is_erased_is_answered_as_never_there(alice: Person, site: Site) -> None:
    image_id = prepared(site, alice)
    alice.delete(f"/images/{image_id}", forever="true")
    for path in ("", "/renditions/400", "/original", "/classification"):
        assert alice.get(f"/images/{image_id}{path}").status_code == 404
    assert alice.post(f"/images/{image_id}/restore").status_code == 404


def test_what_is_erased_before_it_was_prepared_ends_quietly(alice: Person, site: Site) -> None:
    image_id = alice.adds()
    alice.delete(f"/images/{image_id}", forever="true")
    site.work_off("prepare-image", "remove-objects")
    assert list(site.app.extensions["backends"].storage.listing()) == []


def test_the_trash_is_emptied_after_thirty_days(alice: Person, site: Site) -> None:
    old, young = prepared(site, alice), prepared(site, alice)
    keys = keys_of(site, old)
    for image_id, days in ((old, 31), (young, 29)):
        alice.delete(f"/images/{image_id}")
        set_image(site, image_id, trashed_at=now() - timedelta(days=days))
    with site.app.app_context():
        empty_trash()
    site.work_off("remove-objects")
    assert (alice.ids("/me/trash"), are_there(site, keys)) == ([young], {False})


def test_the_trash_shows_last_thrown_first_in_pages(alice: Person) -> None:
    thrown = [alice.adds() for _ in range(5)]
    for image_id in thrown:
        alice.delete(f"/images/{image_id}")
    first = alice.get("/me/trash", limit=3).json
    rest = alice.get("/me/trash", limit=3, cursor=first["next"]).json
    assert [item["id"] for item in first["items"] + rest["items"]] == thrown[::-1]
    assert rest["next"] is None
