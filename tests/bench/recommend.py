"""`python -m tests.bench.recommend [PICTURES]`: whether recommendations meet known tastes, and what they cost.

A made-up site, the same every time. Each of some people likes three words and has liked ten pictures that carry one of
them; counted is how many of the first 20 recommended pictures carry one, beside 20 drawn from what everyone may see.
"""

import random
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from cms.access.viewer import Role, Viewer
from cms.commands.site import bring_up_to_date
from cms.extensions import db
from cms.images.models import Image, ImageTag
from cms.images.queries import images_by_ids
from cms.recommendations import affinities, service
from cms.recommendations.models import Behaviour, Deed
from cms.settings import Settings
from cms.transaction import reading, writing
from tests.bench.search_seed import VOCABULARY, people, person_id, pictures
from tests.site import Site, open_site
from workers.recommendations.factors import fitting, learnt_from
from workers.recommendations.learning import MOST

LEARNERS, DEEDS = 5_000, 1_000_000
PICTURES, TASTES, WORDS, LIKED, SHOWN = 100_000, 30, 3, 10, 20
COMMON = slice(20, 400)
"""Words that neither nearly all pictures nor next to none carry."""

PAGES = 10
"""Of each person, for the clock."""


def fill(site: Site, count: int) -> dict[str, set[str]]:
    """Rows alone; the words of each picture that everyone may see."""
    shown: dict[str, set[str]] = {}
    with site.app.app_context():
        with writing():
            db.session.add_all(people())
        for batch in pictures(count):
            with writing():
                db.session.execute(db.insert(Image), [row for one in batch for row in one.rows[Image]])
                db.session.execute(db.insert(ImageTag), [row for one in batch for row in one.rows[ImageTag]])
            shown |= {one.rows[Image][0]["id"]: set(one.tags) for one in batch if one.level == "public"}
    return shown


def likes(account_id: str, words: set[str], shown: dict[str, set[str]], chance: random.Random) -> None:
    """Ten pictures that carry one of these words."""
    fitting = sorted(image_id for image_id, tags in shown.items() if tags & words)
    liked = chance.sample(fitting, LIKED)
    with writing():
        db.session.add_all(Behaviour(account_id=account_id, image_id=one, deed=Deed.LIKE) for one in liked)


def fit(ids: Sequence[str], words: set[str], shown: dict[str, set[str]]) -> int:
    return sum(bool(shown[one] & words) for one in ids)


def page(viewer: Viewer) -> list[str]:
    """The first ones, read whole as a page does."""
    with reading():
        order, _known = service.recommend(viewer, limit=SHOWN, after=None)
        ids = [one.image_id for one in order[:SHOWN]]
        return [image.id for image in images_by_ids(viewer, ids)]


def proposes(account_id: str, shown: dict[str, set[str]], chance: random.Random) -> None:
    """A list as it is learnt from what others do, too low in score to come first."""
    fitting = chance.sample(sorted(shown), MOST)
    with writing():
        affinities.keep({account_id: [(one, 0.01) for one in fitting]})


def learning() -> None:
    """Few pictures have most of the likes."""
    chance = random.Random(3)
    drawn = {
        (chance.randrange(LEARNERS), min(int(chance.paretovariate(1.0) * PICTURES / 200), PICTURES - 1))
        for _ in range(DEEDS)
    }
    begun = time.process_time()
    learnt = learnt_from((f"p{person}", f"i{image}", 1.0) for person, image in drawn)
    assert learnt is not None
    print(f"learning from {len(drawn)} likes: {time.process_time() - begun:.1f} s of a processor (wanted: 60)")
    done = {f"i{image}": 1.0 for person, image in drawn if person == 0}
    begun = time.process_time()
    for _ in range(PAGES):
        fitting(learnt, done, most=MOST)
    print(f"a list of one of {len(learnt.people)} people: {(time.process_time() - begun) * 1000 / PAGES:.1f} ms")


def measured(shown: dict[str, set[str]]) -> None:
    chance, hits, by_chance, spent = random.Random(7), [], [], []
    for number in range(TASTES):
        viewer = Viewer(person_id(number), f"person{number}", Role.MEMBER)
        words = set(chance.sample(VOCABULARY[COMMON], WORDS))
        likes(viewer.id, words, shown, chance)
        proposes(viewer.id, shown, chance)
        hits.append(fit(page(viewer), words, shown))
        by_chance.append(fit(chance.sample(sorted(shown), SHOWN), words, shown))
        for _ in range(PAGES):
            begun = time.perf_counter()
            page(viewer)
            spent.append((time.perf_counter() - begun) * 1000)
    spent.sort()
    print(f"of the first {SHOWN}, of the tastes: mean {statistics.mean(hits):.1f}, least {min(hits)} (wanted: 6)")
    print(f"of {SHOWN} drawn by chance: mean {statistics.mean(by_chance):.1f}, most {max(by_chance)} (at most 3)")
    print(f"a page in ms: median {statistics.median(spent):.1f}, 99 of 100 under {spent[len(spent) * 99 // 100]:.1f}")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else PICTURES
    with tempfile.TemporaryDirectory(prefix="pixels-recommend-") as name:
        site = open_site(Settings(_env_file=None, data_dir=Path(name), secret_key=secrets.token_urlsafe(48)))
        bring_up_to_date(site.app)
        shown = fill(site, count)
        print(f"{count} pictures, {len(shown)} of them for everyone")
        with site.app.app_context():
            measured(shown)
    learning()


if __name__ == "__main__":
    main()
