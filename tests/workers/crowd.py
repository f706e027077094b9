"""A site with two crowds: each likes its own pictures, and neither tags nor likeness say which those are."""

import random
from collections.abc import Sequence

from cms.accounts.models import Account
from cms.extensions import db, new_id, now
from cms.images.models import Image
from cms.jobs.names import LEARN_AFFINITIES
from cms.recommendations.affinities import LEARNT_EVERY, begin_learning
from cms.recommendations.models import Affinity, Behaviour
from cms.transaction import reading, writing
from tests.people import Person
from tests.site import Site

PEOPLE, PICTURES, LIKED = 60, 60, 9


def crowds(site: Site, painter: Person) -> tuple[list[str], list[str]]:
    """People and pictures in turn of one crowd and of the other; each likes nine of its own thirty."""
    first = painter.adds(privacy="public")
    chance = random.Random(5)
    with site.app.app_context(), writing():
        row = db.session.get(Image, first)
        kept = {column.key: getattr(row, column.key) for column in Image.__table__.columns}
        kept |= {"state": "ready", "review": "passed", "size": 1}
        pictures = [f"{number:026d}" for number in range(PICTURES)]
        db.session.execute(
            db.insert(Image), [{**kept, "id": one, "sha256": f"{place:064x}"} for place, one in enumerate(pictures)]
        )
        people = [new_id() for _ in range(PEOPLE)]
        db.session.add_all(
            Account(id=one, name=f"p{place}", email=f"p{place}@example.org", display_name="x", password="")
            for place, one in enumerate(people)
        )
        db.session.flush()
        for place, one in enumerate(people):
            like(one, chance.sample(pictures[place % 2 :: 2], LIKED))
    return people, pictures


def like(account_id: str, pictures: Sequence[str]) -> None:
    db.session.add_all(Behaviour(account_id=account_id, image_id=one, deed="like") for one in pictures)


def likes(site: Site, person: Person, pictures: Sequence[str]) -> None:
    with site.app.app_context(), writing():
        like(person.id, pictures)


def learns(site: Site) -> None:
    with site.app.app_context(), writing():
        begin_learning(now() + 2 * LEARNT_EVERY)
    site.work_off(LEARN_AFFINITIES.kind)


def lists_of(site: Site) -> dict[str, dict[str, float]]:
    """What was learnt for whom: pictures with their scores."""
    found: dict[str, dict[str, float]] = {}
    with site.app.app_context(), reading():
        for row in db.session.scalars(db.select(Affinity)):
            found.setdefault(row.account_id, {})[row.image_id] = row.score
    return found
