"""Searching by a picture: what is asked with, what is found, who may see which part of it."""

import io
import json
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import update

from cms.extensions import db, new_id, now
from cms.images.models import Embedding
from cms.images.models import Image as ImageRow
from cms.reverse_search.models import ReverseSearch
from cms.settings import CHECKOUT, Settings
from cms.transaction import writing
from tests.api.test_events import events_of
from tests.people import Person
from tests.scenes import drawn, encoded, scene
from tests.site import Site, Statements
from tests.workers.ends import objects_of
from workers.schedule import sweep

FIXTURES = CHECKOUT.parent / "shared" / "fixtures"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Of a site with the usual limits."""
    return settings.model_copy(update={"rate_scale": 1.0})


@pytest.fixture
def read(site: Site, alice: Person) -> list[str]:
    """Twelve open pictures of different things that the models have read."""
    ids = [alice.adds(scene(number), privacy="public") for number in range(12)]
    site.work_off()
    return ids


def asked(person: Person, file: bytes, *, headers: dict[str, str] | None = None, **fields: Any) -> Any:
    data = {"file": (io.BytesIO(file), "q.jpg"), **fields}
    return person.call("POST", "/reverse-searches", data=data, headers=headers or {})


def found(site: Site, person: Person, answer: Any) -> Any:
    """The search when it is done."""
    assert answer.status_code == 202, answer.text
    assert answer.json["state"] == "pending"
    site.work_off()
    return person.get(f"/reverse-searches/{answer.json['id']}").json


def test_a_picture_finds_itself_first(site: Site, visitor: Person, read: list[str]) -> None:
    search = found(site, visitor, asked(visitor, scene(3)))
    first = search["matches"][0]
    assert (search["state"], search["progress"], search["problem"]) == ("done", 1.0, None)
    assert (first["image"]["id"], first["distance"], first["kind"]) == (read[3], 0.0, "copy")
    assert len(search["matches"]) >= 10
    distances = [match["distance"] for match in search["matches"]]
    assert distances == sorted(distances)
    assert search["took_ms"] > 0


def test_a_copy_that_was_kept_anew_is_found_as_one(site: Site, visitor: Person, read: list[str]) -> None:
    again = encoded(drawn(3).resize((200, 150)), quality=60)
    first = found(site, visitor, asked(visitor, again))["matches"][0]
    assert (first["image"]["id"], first["kind"]) == (read[3], "copy")


@pytest.mark.parametrize(
    "turn", [Image.Transpose.FLIP_LEFT_RIGHT, Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180]
)
def test_a_turned_or_mirrored_one_is_found_as_near(
    site: Site, visitor: Person, read: list[str], turn: Image.Transpose
) -> None:
    first = found(site, visitor, asked(visitor, encoded(drawn(3).transpose(turn))))["matches"][0]
    assert (first["image"]["id"], first["kind"]) == (read[3], "near")


def test_another_picture_is_nobodys_copy(site: Site, visitor: Person, read: list[str]) -> None:
    matches = found(site, visitor, asked(visitor, scene(99)))["matches"]
    assert len(matches) == len(read)
    assert {match["kind"] for match in matches} == {"similar"}


def test_an_image_that_is_here_finds_others_but_not_itself(
    site: Site, alice: Person, visitor: Person, read: list[str]
) -> None:
    other = alice.adds(encoded(drawn(3), quality=90), privacy="public")
    site.work_off()
    matches = found(site, visitor, visitor.post("/reverse-searches", {"image": read[3]}))["matches"]
    assert (matches[0]["image"]["id"], matches[0]["kind"]) == (other, "copy")
    assert read[3] not in [match["image"]["id"] for match in matches]


def test_a_box_is_asked_with_alone(site: Site, alice: Person, visitor: Person, read: list[str]) -> None:
    two = Image.new("RGB", (640, 240))
    two.paste(drawn(5), (0, 0))
    two.paste(drawn(6), (320, 0))
    for number, box in ((5, ["0", "0", "0.5", "1"]), (6, ["0.5", "0", "0.5", "1"])):
        search = found(site, visitor, asked(visitor, encoded(two), box=box))
        assert search["matches"][0]["image"]["id"] == read[number]
        assert search["box"] == [float(share) for share in box]
    whole = alice.adds(encoded(two), privacy="public")
    site.work_off()
    search = found(site, visitor, visitor.post("/reverse-searches", {"image": whole, "box": [0.5, 0, 0.5, 1]}))
    assert search["matches"][0]["image"]["id"] == read[6]


@pytest.mark.parametrize(
    "box", [[0, 0, 0, 1], [0.5, 0, 0.6, 1], [0, 0, 1], [0, 0, 1, 2], [-0.1, 0, 1, 1], ["x", 0, 1, 1]]
)
def test_a_box_lies_within_the_picture(alice: Person, visitor: Person, box: list[Any]) -> None:
    assert asked(visitor, scene(1), box=[str(share) for share in box]).status_code == 422
    assert visitor.post("/reverse-searches", {"image": alice.adds(), "box": box}).status_code == 422


def test_a_private_picture_is_found_by_its_owner_alone(
    site: Site, alice: Person, bob: Person, visitor: Person, read: list[str]
) -> None:
    search_id = asked(alice, scene(3)).json["id"]
    site.work_off()
    assert alice.patch(f"/images/{read[3]}", {"privacy": "private"}).status_code == 200
    for person, sees in ((alice, True), (bob, False), (visitor, False)):
        matches = found(site, person, asked(person, scene(3)))["matches"]
        assert (read[3] in [match["image"]["id"] for match in matches]) is sees
        told = person.get(f"/reverse-searches/{search_id}").json["matches"]
        assert (read[3] in [match["image"]["id"] for match in told]) is sees
        assert person.post("/reverse-searches", {"image": read[3]}).status_code == (202 if sees else 404)


def test_hidden_pictures_do_not_crowd_out_what_may_be_seen(
    site: Site, alice: Person, bob: Person, read: list[str]
) -> None:
    """Far more near copies than are looked at first, all private, and one that is open behind them."""
    copies_of(site, read[3], 450, effective_privacy="private")
    matches = found(site, bob, asked(bob, scene(3)))["matches"]
    assert {match["image"]["id"] for match in matches} == set(read)
    assert len(found(site, alice, asked(alice, scene(3)))["matches"]) == 60


def copies_of(site: Site, image_id: str, count: int, **columns: Any) -> None:
    """More rows with the same fingerprint and vector."""
    with site.app.app_context(), writing():
        image, vector = db.session.get(ImageRow, image_id), db.session.get(Embedding, image_id)
        plain = [{column.key: getattr(row, column.key) for column in row.__table__.columns} for row in (image, vector)]
        for number in range(count):
            own = {"id": new_id(), "sha256": f"{number:064x}", "updated_at": now(), **columns}
            db.session.add(ImageRow(**{**plain[0], **own}))
            db.session.flush()
            db.session.add(Embedding(**{**plain[1], "image_id": own["id"]}))


def test_the_picture_that_was_asked_with_is_shown_to_who_asked(
    site: Site, alice: Person, bob: Person, visitor: Person
) -> None:
    search = found(site, alice, asked(alice, with_position()))
    answer = alice.client.get(search["picture"], headers={"Authorization": f"Bearer {alice.token}"})
    with Image.open(io.BytesIO(answer.data)) as shown:
        assert (shown.format, max(shown.size), dict(shown.getexif())) == ("WEBP", 400, {})
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    for person in (bob, visitor):
        assert person.get(f"/reverse-searches/{search['id']}").json["picture"] is None
        assert person.get(f"/reverse-searches/{search['id']}/picture").status_code == 404


def with_position() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "a maker"
    out = io.BytesIO()
    drawn(1, size=(900, 600)).save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_an_image_that_was_asked_with_is_shown_as_long_as_one_may_see_it(
    site: Site, alice: Person, visitor: Person, read: list[str]
) -> None:
    for body in ({"image": read[0]}, {"image": read[0], "box": [0, 0, 0.5, 0.5]}):
        alice.patch(f"/images/{read[0]}", {"privacy": "public"})
        search = found(site, visitor, visitor.post("/reverse-searches", body))
        path = f"/reverse-searches/{search['id']}/picture"
        answer = visitor.get(path)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store")
        alice.patch(f"/images/{read[0]}", {"privacy": "private"})
        assert visitor.get(path).status_code == 404


@pytest.mark.parametrize("what", ["text", "nothing", "half a picture"])
def test_what_is_no_picture_is_refused_at_once_or_fails_and_leaves_nothing(
    site: Site, visitor: Person, what: str
) -> None:
    file = {"text": b"not a picture", "nothing": b"", "half a picture": scene(1)[:2000]}[what]
    answer = asked(visitor, file)
    if answer.status_code == 202:
        site.work_off(times=2)
        search = visitor.get(f"/reverse-searches/{answer.json['id']}").json
        assert (search["state"], bool(search["problem"]), bool(search["problem_code"])) == ("failed", True, True)
    else:
        assert answer.status_code in (413, 415, 422)
    assert objects_of(site) == {}


def test_hostile_files_are_refused_or_fail(site: Site, visitor: Person) -> None:
    folder = FIXTURES / "malformed"
    if not folder.is_dir():
        pytest.skip(f"{folder} is not there")
    for path in sorted(folder.iterdir()):
        answer = asked(visitor, path.read_bytes())
        assert answer.status_code in (202, 413, 415, 422), path.name
        if answer.status_code == 202:
            site.work_off()
            assert visitor.get(f"/reverse-searches/{answer.json['id']}").json["state"] in ("done", "failed"), path.name


def test_after_an_hour_nothing_is_left(site: Site, alice: Person, visitor: Person) -> None:
    answers = [asked(visitor, scene(1)), asked(alice, scene(2))]
    site.work_off()
    asked(visitor, scene(3))
    assert len(objects_of(site)) == 3
    with site.app.app_context(), writing():
        db.session.execute(update(ReverseSearch).values(created_at=now() - timedelta(minutes=61)))
    with site.app.app_context():
        sweep()
    site.work_off()
    assert objects_of(site) == {}
    assert [visitor.get(f"/reverse-searches/{answer.json['id']}").status_code for answer in answers] == [404, 404]


def test_the_upload_goes_as_soon_as_it_is_answered(site: Site, visitor: Person) -> None:
    search = found(site, visitor, asked(visitor, scene(1)))
    assert [key.split("/")[:2] for key in objects_of(site)] == [["asked", search["id"]]]


def test_who_leaves_leaves_no_searches(site: Site, alice: Person) -> None:
    asked(alice, scene(1))
    site.work_off()
    assert alice.call("DELETE", "/me", json={"password": alice.password, "name": alice.name}).status_code == 204
    site.work_off()
    assert objects_of(site) == {}


def test_the_same_key_gives_the_same_search(alice: Person) -> None:
    data = [asked(alice, scene(1), headers={"Idempotency-Key": "k"}) for _ in range(2)]
    assert data[0].json["id"] == data[1].json["id"]


def test_one_may_ask_so_often_in_an_hour(visitor: Person) -> None:
    codes = [visitor.post("/reverse-searches", {"image": "x"}).status_code for _ in range(301)]
    assert (set(codes[:300]), codes[300]) == ({404}, 429)


def test_the_asker_hears_of_it(site: Site, alice: Person) -> None:
    search = found(site, alice, asked(alice, scene(1)))
    for path in ("/events", f"/reverse-searches/{search['id']}/events"):
        answer = alice.call("GET", path, headers={"Last-Event-ID": "0-0"})
        events = events_of(answer, 2)
        answer.close()
        told = [(event["event"], json.loads(event["data"])) for event in events]
        assert [kind for kind, _data in told] == ["reverse-search"] * 2
        assert [data["state"] for _kind, data in told] == ["running", "done"]
        assert {data["id"] for _kind, data in told} == {search["id"]}


def test_a_visitor_hears_of_it_by_its_id(site: Site, visitor: Person) -> None:
    search = found(site, visitor, asked(visitor, scene(1)))
    answer = visitor.call("GET", f"/reverse-searches/{search['id']}/events", headers={"Last-Event-ID": "0-0"})
    assert [json.loads(event["data"])["state"] for event in events_of(answer, 2)] == ["running", "done"]
    answer.close()
    assert visitor.get("/reverse-searches/01ARZ3NDEKTSV4RRFFQ69G5FAV/events").status_code == 404


def test_looking_at_a_search_costs_five_statements(site: Site, alice: Person, read: list[str]) -> None:
    search_id = asked(alice, scene(3)).json["id"]
    site.work_off()
    with site.app.app_context():
        engine = db.engine
    with Statements(engine) as run:
        assert len(alice.get(f"/reverse-searches/{search_id}").json["matches"]) == len(read)
    assert len(run) <= 5, run


def test_ids_cannot_be_guessed(visitor: Person) -> None:
    ids = [asked(visitor, scene(1)).json["id"] for _ in range(20)]
    assert len({search_id[:6] for search_id in ids}) == 20
    assert {len(search_id) for search_id in ids} == {26}
