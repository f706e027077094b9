"""The room of tags: what moderators say there, and a tag that becomes another one."""

import re

import pytest

from cms.tags.refusals import SENTENCES
from tests.admin.rooms import Room
from tests.people import Person
from tests.site import Site


class TagRoom(Room):
    def sends(self, what: str, *, language: str = "en", token: str | None = None, **fields: str) -> str:
        """Send a form of the page; the text of the page that follows."""
        form = {"csrf_token": self.token("tags") if token is None else token, **fields}
        answer = self.browser.client.post(
            f"/admin/tags/{what}/", data=form, follow_redirects=True, headers={"Accept-Language": language}
        )
        return " ".join(re.sub("<[^>]+>", " ", answer.text).split())

    def id_in(self, action: str) -> str:
        """The id in the first form for this."""
        found = re.search(rf'action="/admin/tags/{action}/">.*?name="id" value="([^"]+)"', self.page("tags").text, re.S)
        assert found is not None
        return found.group(1)


@pytest.fixture
def room(site: Site, mod: Person) -> TagRoom:
    return TagRoom(site, mod)


def words(person: Person, image_id: str) -> list[str]:
    return [tag["label"] for tag in person.image(image_id)["tags"]]


def test_a_tag_is_looked_at_renamed_and_put_back(site: Site, alice: Person, room: TagRoom) -> None:
    image_id, other = alice.adds(tags=["Luna Trip"]), alice.adds(tags=["Luna Trip", "moon walk"])
    told = room.sends("preview", tag="luna trip", to="Moon Walk", alias="on")
    assert "Pictures with “luna trip”: 2. Of these, 1 have “Moon Walk” already." in told
    assert words(alice, image_id) == ["Luna Trip"]
    assert "waiting" in room.sends("change", tag="luna trip", to="Moon Walk", alias="on")
    site.work_off("change-tag")
    assert (words(alice, image_id), words(alice, other)) == (["Moon Walk"], ["moon walk"])
    assert "luna trip → Moon Walk · done · 2 / 2" in room.sends("say", kind="alias", word="", target="")
    assert "is being undone" in room.sends("undo", id=room.id_in("undo"))
    site.work_off("undo-tag-change")
    assert (words(alice, image_id), words(alice, other)) == (["Luna Trip"], ["Luna Trip", "moon walk"])


def test_a_change_that_is_done_before_its_page_is_there_is_told_of_too(
    site: Site, alice: Person, room: TagRoom
) -> None:
    alice.adds(tags=["Luna Trip"])
    form = {"csrf_token": room.token("tags"), "tag": "Luna Trip", "to": "Moon Walk"}
    answer = room.browser.client.post("/admin/tags/change/", data=form)
    site.work_off("change-tag")
    assert "data-change=" not in room.page("tags").text
    assert room.browser.client.get(answer.location).text.count("data-change=") == 1


def test_what_is_said_is_seen_and_taken_back(site: Site, alice: Person, room: TagRoom) -> None:
    image_id = alice.adds(tags=["cat"])
    site.work_off("index-image")
    assert "moggy means the tag cat" in room.sends("say", kind="alias", word="moggy", target="cat")
    assert alice.ids("/search", q="moggy") == [image_id]
    assert "taken back by mod" in room.sends("take-back", id=room.id_in("take-back"))
    assert alice.ids("/search", q="moggy") == []


def test_a_kind_is_said_once_more_and_taken_back(alice: Person, room: TagRoom) -> None:
    image_id = alice.adds(tags=["Malmö", "beach", "summer", "red", "dog"])

    def kinds() -> list[str]:
        return [tag["kind"] for tag in alice.image(image_id)["tags"]]

    assert kinds() == ["user", "scene", "time", "colour", "thing"]
    room.sends("say", kind="kind", word="Malmö", target="scene")
    assert kinds()[0] == "scene"
    assert "Malmö is a word of the kind place" in room.sends("say", kind="kind", word="Malmö", target="place")
    assert kinds()[0] == "place"
    assert [tag["kind"] for tag in alice.get("/tags", q="malm").json["items"]] in ([], ["place"])
    room.sends("take-back", id=room.id_in("take-back"))
    assert kinds()[0] == "user"


def test_one_tag_is_looked_at_alone(site: Site, room: TagRoom, mod: Person) -> None:
    room.sends("say", kind="alias", word="moggy", target="cat")
    room.sends("say", kind="alias", word="doggo", target="dog")
    text = room.page("tags", tag="cat").text
    assert ("moggy" in text, "doggo" in text) == (True, False)
    assert "“cat” is a word of the kind: thing" in text


@pytest.mark.parametrize(("language", "place"), [("en", 0), ("zh", 1), ("sv", 2)])
def test_what_is_refused_says_why_in_the_language_of_who_asks(room: TagRoom, language: str, place: int) -> None:
    told = {
        "no word": room.sends("say", kind="alias", word=" ", target="cat", language=language),
        "one tag": room.sends("preview", tag="x y", to="X  Y", language=language),
        "no kind": room.sends("say", kind="kind", word="cat", target="animal", language=language),
        "nobody has it": room.sends("change", tag="zebra crossing", to="cat", language=language),
    }
    for reason, text in told.items():
        assert SENTENCES[reason][place].format(word="zebra crossing") in text


@pytest.mark.parametrize("what", ["preview", "change", "undo", "say", "take-back"])
@pytest.mark.parametrize("token", ["", "forged"])
def test_without_the_pages_token_nothing_happens(room: TagRoom, what: str, token: str) -> None:
    room.sends(what, token=token, kind="alias", word="moggy", target="cat", tag="moggy", to="cat")
    assert "Nothing is said yet." in room.page("tags").text
    assert "No tag was changed yet." in room.page("tags").text


@pytest.mark.parametrize("word", ["x" * 61, "a\x00b", "<script>alert(1)</script>", "{0.__class__}", "‮evil"])
def test_odd_words_do_no_harm(room: TagRoom, word: str) -> None:
    room.sends("say", kind="alias", word=word, target="cat")
    room.sends("preview", tag=word, to="cat")
    text = room.page("tags", tag=word).text
    assert "<script>alert" not in text
    assert "Traceback" not in text


def test_what_is_not_there_is_neither_undone_nor_taken_back(room: TagRoom) -> None:
    for what in ("undo", "take-back"):
        assert "This is not there any more." in room.sends(what, id="01ARZ3NDEKTSV4RRFFQ69G5FAV")
