"""The writing in a picture over HTTP: read after upload, found by, told with its place, gone when it is not wanted."""

import io

import pytest
from PIL import Image, ImageDraw, ImageFont
from sqlalchemy import update

from cms.extensions import db
from cms.images.detections import ask_where_outdated
from cms.images.models import Detection, Detector
from cms.jobs.names import READ_TEXT
from cms.settings import Settings
from cms.transaction import reading, writing
from cms.vision.base import TextLine, Unread
from cms.work.models import WorkState
from tests.people import Person
from tests.site import Site
from workers.classification.detectors.text.asking import TextChild


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Writing is read."""
    return settings.model_copy(update={"vision_text": "pp-ocr-v4"})


def sign(*lines: str, size: tuple[int, int] = (800, 400)) -> bytes:
    """A picture of a white sign with these lines."""
    drawn = Image.new("RGB", size, (255, 255, 255))
    for number, line in enumerate(lines):
        ImageDraw.Draw(drawn).text((60, 50 + 90 * number), line, fill=(10, 10, 30), font=ImageFont.load_default(48))
    out = io.BytesIO()
    drawn.save(out, "png")
    return out.getvalue()


def read(site: Site, owner: Person, *lines: str, **fields: str) -> str:
    image_id = owner.adds(sign(*lines), **fields)
    site.work_off()
    return image_id


def test_a_picture_of_text_is_found_by_a_word_in_it(site: Site, alice: Person, visitor: Person) -> None:
    image_id = read(site, alice, "Grand Hotel", "Ticket No. 48213", privacy="public")
    alice.adds(privacy="public")
    site.work_off()
    for q in ("48213", "ticket", '"ticket no"', "GRAND ticket", "48213 grand"):
        assert visitor.ids("/search", q=q) == [image_id], q
    assert visitor.ids("/search", q="ticket nowhere") == []


def test_lines_are_told_with_where_they_stand(site: Site, alice: Person, visitor: Person) -> None:
    image_id = read(site, alice, "Harbour", "Bridge", privacy="public")
    told = visitor.get(f"/images/{image_id}/text").json
    assert (told["state"], told["problem"]) == ("ready", None)
    assert [line["text"] for line in told["lines"]] == ["Harbour", "Bridge"]
    first, second = (line["corners"] for line in told["lines"])
    assert all(0 <= share <= 1 for corner in (*first, *second) for share in corner)
    assert first[3][1] < second[0][1]


def test_writing_is_nobodys_who_may_not_see_the_picture(site: Site, alice: Person, bob: Person) -> None:
    image_id = read(site, alice, "Secret lobby")
    assert bob.get(f"/images/{image_id}/text").status_code == 404
    assert bob.ids("/search", q="secret") == []
    assert alice.ids("/search", q="secret") == [image_id]


def test_a_picture_that_was_turned_is_read_again(site: Site, alice: Person) -> None:
    image_id = read(site, alice, "Grand Hotel")
    before = alice.get(f"/images/{image_id}/text").json["lines"][0]["corners"]
    assert alice.post(f"/images/{image_id}/rotate", {"degrees": 90}).status_code == 202
    site.work_off()
    after = alice.get(f"/images/{image_id}/text").json["lines"]
    assert [line["text"] for line in after] == ["Grand Hotel"]
    assert after[0]["corners"] != before


def test_one_picture_that_cannot_be_read_holds_nothing_back(
    site: Site, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_self: TextChild, _path: object) -> tuple[TextLine, ...]:
        raise Unread("Reading the writing in this picture takes too long.")

    monkeypatch.setattr(TextChild, "read", breaks)
    image_id = read(site, alice, "Grand Hotel", title="Lobby")
    told = alice.get(f"/images/{image_id}/text").json
    assert (told["state"], told["lines"]) == ("failed", [])
    assert "takes too long" in told["problem"]
    assert alice.get(f"/images/{image_id}/classification").json["state"] == "ready"
    assert alice.ids("/search", q="lobby") == [image_id]
    assert site.work_on(READ_TEXT.kind, image_id).state == WorkState.FAILED


def test_another_version_reads_what_an_older_one_read_or_could_not(site: Site, alice: Person) -> None:
    image_id = read(site, alice, "Grand Hotel")
    with site.app.app_context(), writing():
        db.session.execute(update(Detection).values(version="0", state="failed", found=[]))
    with site.app.app_context(), writing():
        assert ask_where_outdated(Detector.TEXT, version="1", limit=10) == 1
    with site.app.app_context(), writing():
        assert ask_where_outdated(Detector.TEXT, version="1", limit=10) == 0
    site.work_off()
    assert [line["text"] for line in alice.get(f"/images/{image_id}/text").json["lines"]] == ["Grand Hotel"]


def test_pictures_from_before_there_was_a_reader_are_read(site: Site, alice: Person) -> None:
    image_id = read(site, alice, "Grand Hotel")
    with site.app.app_context(), writing():
        db.session.query(Detection).delete()
    assert alice.get(f"/images/{image_id}/text").json == {"state": "off", "problem": None, "lines": []}
    with site.app.app_context(), writing():
        assert ask_where_outdated(Detector.TEXT, version="1", limit=10) == 1
    site.work_off()
    assert alice.get(f"/images/{image_id}/text").json["state"] == "ready"


def test_who_wants_no_understanding_is_not_read(site: Site, alice: Person) -> None:
    image_id = read(site, alice, "Grand Hotel")
    assert alice.patch("/me", {"understanding": False}).status_code == 200
    assert alice.post(f"/images/{image_id}/classification").status_code == 202
    site.work_off()
    assert alice.get(f"/images/{image_id}/text").json["state"] == "off"
    assert alice.ids("/search", q="hotel") == []
    with site.app.app_context(), reading():
        assert db.session.query(Detection).count() == 0


def test_what_was_read_goes_with_the_picture(site: Site, alice: Person) -> None:
    image_id = read(site, alice, "Grand Hotel")
    assert alice.delete(f"/images/{image_id}", forever="true").status_code == 204
    site.work_off()
    with site.app.app_context(), reading():
        assert db.session.query(Detection).count() == 0


def test_words_in_pictures_are_a_facet_of_their_own(site: Site, alice: Person, visitor: Person) -> None:
    signed = read(site, alice, "Harbour 12 kr", privacy="public")
    titled = alice.adds(sign(), title="Harbour", privacy="public")
    site.work_off()
    assert visitor.ids("/search", q="harbour") == [titled]
    assert visitor.ids("/search", text="harbour") == [signed]
    assert visitor.ids("/search", text=["HARBOUR", "12"]) == [signed]
    assert visitor.ids("/search", text=["harbour", "tea"]) == []
    assert visitor.ids("/search", text="*") == [signed]
    assert visitor.get("/search", text="two words").status_code == 422


def test_a_chip_says_which_word_stands_in_the_picture(visitor: Person) -> None:
    chips = visitor.call(
        "GET", "/search", query_string={"text": ["hotel", "*"]}, headers={"Accept-Language": "sv"}
    ).json["chips"]
    assert [(one["facet"], one["label"], one["query_without"]) for one in chips] == [
        ("text", "“hotel”", "text=%2A"),
        ("text", "har text", "text=hotel"),
    ]
