"""Ways in which a picture reaches somebody by itself: what they follow is new, or they are told of it."""

from collections.abc import Callable
from datetime import timedelta

from cms.events import Occurred, announce
from cms.extensions import db, now
from cms.notifications.digests import compose
from cms.notifications.models import Digest, Notification
from cms.transaction import writing
from tests.access import table
from tests.access.world import World
from tests.people import Person

Reader = Callable[[Person, World, str], bool]


def fed(kind: str, path: str = "") -> Reader:
    """It is in their feed, because of what they follow there if they may."""

    def read(person: Person, world: World, picture: str) -> bool:
        if path:
            address = path.replace("TAG", world.tags[picture]).replace("ALBUM", world.album_of(picture))
            assert person.put(address).status_code in (200, 401, 404)
        answer = person.get("/feed", limit="100")
        assert answer.status_code in (200, 401)
        found = [item for item in answer.json.get("items", []) if item["image"]["id"] == world.pictures[picture]]
        return kind in [reason["kind"] for item in found for reason in item["reasons"]]

    return read


def told(person: Person, world: World, picture: str) -> bool:
    """Somebody whom nobody has blocked did something to it."""
    if person.id:
        with world.site.app.app_context(), writing():
            by = world.site.people["carol" if person.name != "carol" else "dan"].id
            announce(Occurred("like", person.id, by, "image", world.pictures[picture]))
    answer = person.get("/notifications", limit="100")
    assert answer.status_code in (200, 401)
    subjects = [item["subject"] or {} for item in answer.json.get("items", [])]
    found = [subject["title"] for subject in subjects if subject.get("id") == world.pictures[picture]]
    assert set(found) <= {picture}
    return bool(found)


def mailed(person: Person, world: World, picture: str) -> bool:
    """A mail that is written now tells them of it."""
    told(person, world, picture)
    wanted = {"digest": "hourly", "kinds": {"like": {"mail": True}}}
    if person.patch("/me/notification-settings", wanted).status_code == 401:
        return False
    with world.site.app.app_context(), writing():
        digest = Digest(account_id=person.id, since=now() - timedelta(hours=1), until=now() + timedelta(seconds=1))
        db.session.add(digest)
        db.session.flush()
        letter = compose(digest.id, world.site.app.extensions["settings"])
    return letter is not None and world.pictures[picture] in letter.text


def shown(person: Person, world: World, picture: str) -> bool:
    """A device of theirs that asks for the words now gets them."""
    told(person, world, picture)
    with world.site.app.app_context():
        mine = db.session.query(Notification).filter_by(account_id=person.id, subject_id=world.pictures[picture])
        ids = [row.id for row in mine]
    answers = [person.get(f"/me/push/notifications/{one}") for one in ids]
    found = [answer for answer in answers if answer.status_code == 200]
    assert all(picture in answer.json["title"] for answer in found)
    return bool(found)


WAYS = {
    "feed, by tag": ("feed.show_feed", fed("tag", "/tags/TAG/follow"), table.in_feed),
    "feed, by album": ("feed.show_feed", fed("album", "/albums/ALBUM/follow"), table.in_feed),
    "feed, by person": ("feed.show_feed", fed("person"), table.in_feed_of_people),
    "digest": ("notifications.list_notifications", mailed, table.is_told),
    "devices": ("push.show_words", shown, table.is_told),
    "notifications": ("notifications.list_notifications", told, table.is_told),
}
