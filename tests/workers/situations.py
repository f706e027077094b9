"""For each kind of job a site in which one such job waits, and the looks and touches that tests of jobs share."""

import io
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import update

from cms.extensions import db, now
from cms.images.detections import ask_detector
from cms.images.models import Detector
from cms.jobs.names import (
    APPLY_CLASS,
    ASK_SOURCE,
    CLASSIFY_IMAGE,
    CRAWL_WEB,
    EMBED_WORDS,
    ERASE_ACCOUNT,
    FIND_LIKENESS,
    FIND_NEIGHBOURS,
    INDEX_IMAGE,
    INDEX_LIKES,
    INDEX_OWNER,
    LEARN_AFFINITIES,
    LOOK_FOR_HITS,
    MARK_BLOCKED,
    PREPARE_IMAGE,
    READ_GROUND,
    READ_TEXT,
    REMOVE_BY_SOURCE,
    REMOVE_OBJECTS,
    SEND_DIGEST,
    SEND_HOOK,
    SEND_MAIL,
    SEND_PUSH,
    TRAIN_CLASS,
    TRAIN_MODEL,
    TURN_IMAGE,
)
from cms.meaning.service import ask_for
from cms.saved_searches.service import begin_looks
from cms.settings import Settings
from cms.transaction import writing
from cms.work.models import Work
from tests.comments.saying import discusses
from tests.people import Person
from tests.saved import saves
from tests.scenes import scene
from tests.site import Site, open_site
from tests.workers.editing_situations import EDITING
from tests.workers.learning_situations import admired, asked_to_train, crowded, liked, shared, taught
from tests.workers.moderating_situations import blocked, source_blocked
from tests.workers.telling_situations import checking, gathering, hooked, shown_by_a_device, told_by_mail

Begin = Callable[[Site, Person], str]


def added(site: Site, alice: Person) -> str:
    return alice.adds(title="Dune", tags=["sand"])


def prepared(site: Site, alice: Person) -> str:
    image_id = added(site, alice)
    site.work_off(PREPARE_IMAGE.kind)
    return image_id


def seen(site: Site, alice: Person) -> str:
    """An image that the models have read, and whose writing is to be read."""
    return to_be_looked_at(site, alice, Detector.TEXT)


def seen_as_a_whole(site: Site, alice: Person) -> str:
    """An image that the models have read, and whose foreground is to be told."""
    return to_be_looked_at(site, alice, Detector.GROUND)


def worded(site: Site, alice: Person) -> str:
    """An image whose words the index has been told of, so that they are to be turned into a vector."""
    image_id = prepared(site, alice)
    site.work_off(CLASSIFY_IMAGE.kind)
    with site.app.app_context(), writing():
        ask_for([image_id])
    return image_id


def to_be_looked_at(site: Site, alice: Person, detector: Detector) -> str:
    image_id = prepared(site, alice)
    site.work_off(CLASSIFY_IMAGE.kind)
    with site.app.app_context(), writing():
        ask_detector(image_id, detector)
    return image_id


def turned(site: Site, alice: Person) -> str:
    image_id = prepared(site, alice)
    assert alice.post(f"/images/{image_id}/rotate", {"degrees": 90}).status_code == 202
    return image_id


def erased(site: Site, alice: Person) -> str:
    """The subject is the batch of objects that are to go."""
    image_id = prepared(site, alice)
    assert alice.delete(f"/images/{image_id}", forever="true").status_code == 204
    [(_kind, batch_id)] = site.waiting(REMOVE_OBJECTS.kind)
    return batch_id


def recovering(site: Site, alice: Person) -> str:
    """The subject is a mail that was asked for."""
    assert site.visitor.post("/password-recovery", {"email": "alice@example.org"}).status_code == 204
    [(_kind, mail_id)] = site.waiting(SEND_MAIL.kind)
    return mail_id


def leaving(site: Site, alice: Person) -> str:
    """The subject is an account that was closed by its owner, who had a picture in an album and comments."""
    album = alice.post("/albums", {"title": "x", "category": "food", "privacy": "public"}).get_json()["id"]
    image_id = alice.adds(album=album)
    site.work_off(PREPARE_IMAGE.kind)
    alice.patch("/me", {"picture": image_id})
    discusses(site.person("bob"), alice)
    farewell = {"password": alice.password, "name": alice.name}
    assert alice.call("DELETE", "/me", json=farewell).status_code == 204
    return alice.id


def retold(site: Site, alice: Person) -> str:
    """An image whose title is another one now; one more of its owner's is in the index already."""
    alice.adds(title="Cliff")
    image_id = prepared(site, alice)
    site.work_off(INDEX_IMAGE.kind)
    assert alice.patch(f"/images/{image_id}", {"title": "Shore"}).status_code == 200
    return image_id


def renamed(site: Site, alice: Person) -> str:
    """The subject is an account by whose new name all its images are to be found."""
    for _ in range(3):
        alice.adds()
    site.work_off(INDEX_IMAGE.kind)
    assert alice.patch("/me", {"display_name": "Alicia"}).status_code == 200
    return alice.id


def searched(site: Site, _alice: Person) -> str:
    """The subject is a search by a picture that a visitor sent."""
    answer = site.visitor.call("POST", "/reverse-searches", data={"file": (io.BytesIO(scene(7)), "a.jpg")})
    assert answer.status_code == 202
    return str(answer.json["id"])


def followed(site: Site, alice: Person) -> str:
    """The subject is a saved search that finds more than when it was opened."""
    search_id = str(saves(alice, follow=True)["id"])
    site.person("bob").adds(title="dog", privacy="public")
    site.work_off(PREPARE_IMAGE.kind, INDEX_IMAGE.kind)
    with site.app.app_context(), writing():
        begin_looks(now() + timedelta(hours=1))
    return search_id


SITUATIONS: dict[str, Begin] = {
    PREPARE_IMAGE.kind: added,
    TURN_IMAGE.kind: turned,
    REMOVE_OBJECTS.kind: erased,
    MARK_BLOCKED.kind: blocked,
    REMOVE_BY_SOURCE.kind: source_blocked,
    CLASSIFY_IMAGE.kind: prepared,
    READ_TEXT.kind: seen,
    READ_GROUND.kind: seen_as_a_whole,
    EMBED_WORDS.kind: worded,
    FIND_NEIGHBOURS.kind: liked,
    LEARN_AFFINITIES.kind: crowded,
    TRAIN_CLASS.kind: taught,
    APPLY_CLASS.kind: shared,
    TRAIN_MODEL.kind: asked_to_train,
    SEND_MAIL.kind: recovering,
    **EDITING,
    SEND_DIGEST.kind: told_by_mail,
    SEND_HOOK.kind: hooked,
    CRAWL_WEB.kind: gathering,
    ASK_SOURCE.kind: checking,
    SEND_PUSH.kind: shown_by_a_device,
    ERASE_ACCOUNT.kind: leaving,
    INDEX_IMAGE.kind: retold,
    INDEX_OWNER.kind: renamed,
    INDEX_LIKES.kind: admired,
    LOOK_FOR_HITS.kind: followed,
    FIND_LIKENESS.kind: searched,
}


def change_work(site: Site, kind: str, subject_id: str, **columns: Any) -> None:
    """Change the row of some work behind the back of the site: time is a parameter here."""
    with site.app.app_context(), writing():
        db.session.execute(update(Work).filter_by(kind=kind, subject_id=subject_id).values(**columns))


def make_due(site: Site, kind: str, subject_id: str) -> None:
    """As if pauses and leases were over."""
    past = now() - timedelta(minutes=1)
    change_work(site, kind, subject_id, due_at=past)
    with site.app.app_context(), writing():
        running = update(Work).where(Work.kind == kind, Work.subject_id == subject_id, Work.lease_until.is_not(None))
        db.session.execute(running.values(lease_until=past))


def twin_of(site: Site, settings: Settings, number: int) -> Site:
    """The same site with its people once more, in a folder of its own; from now on jobs of this process work for it."""
    with site.app.app_context():
        db.session.remove()
        db.engine.dispose()
    copy = settings.data_dir.with_name(f"twin-{number}")
    shutil.copytree(settings.data_dir, copy, symlinks=True)
    twin = open_site(settings.model_copy(update={"data_dir": copy}))
    for name, person in site.people.items():
        twin.people[name] = replace(person, app=twin.app, client=twin.app.test_client(use_cookies=False))
    return twin


def close(site: Site) -> None:
    with site.app.app_context():
        db.session.remove()
        db.engine.dispose()
