"""Captchas: to see, to hear, good for one try, and on nothing but an explicit yes."""

import io
import wave

import pytest
from PIL import Image

from cms.logins import captcha
from tests.people import Person
from tests.site import Site


def test_a_captcha_has_a_picture_and_a_sound(visitor: Person) -> None:
    made = visitor.get("/captcha").json
    image, audio = (visitor.client.get(made[name]) for name in ("image", "audio"))
    assert (image.content_type, audio.content_type) == ("image/png", "audio/wav")
    assert Image.open(io.BytesIO(image.data)).size == (220, 80)
    with wave.open(io.BytesIO(audio.data)) as sound:
        assert sound.getnframes() / sound.getframerate() > 2


def test_looking_twice_shows_the_same_and_changes_nothing(site: Site, visitor: Person) -> None:
    made = visitor.get("/captcha").json
    first, second = (visitor.client.get(made["image"]).data for _ in range(2))
    assert first == second
    gate = site.app.extensions["gate"]
    assert gate.captchas.is_solved(made["id"], gate.captchas.digits(made["id"]))


def test_each_captcha_asks_for_other_digits(site: Site, visitor: Person) -> None:
    captchas = site.app.extensions["gate"].captchas
    answers = {captchas.digits(visitor.get("/captcha").json["id"]) for _ in range(20)}
    assert len(answers) >= 19
    assert all(len(answer) == 6 and answer.isdigit() for answer in answers)


def test_the_digits_are_nowhere_in_the_answer(site: Site, visitor: Person) -> None:
    answer = visitor.get("/captcha")
    assert site.app.extensions["gate"].captchas.digits(answer.json["id"]) not in answer.text


@pytest.mark.parametrize("first", ["right", "wrong"])
def test_a_captcha_is_good_for_one_try(site: Site, first: str) -> None:
    captchas = site.app.extensions["gate"].captchas
    made = captchas.new_id()
    right = captchas.digits(made)
    assert captchas.is_solved(made, right if first == "right" else "x") is (first == "right")
    assert not captchas.is_solved(made, right)


def test_spaces_between_digits_do_not_matter(site: Site) -> None:
    captchas = site.app.extensions["gate"].captchas
    made = captchas.new_id()
    assert captchas.is_solved(made, " ".join(captchas.digits(made)))


def test_an_old_captcha_is_none(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    captchas = site.app.extensions["gate"].captchas
    made = captchas.new_id()
    right = captchas.digits(made)
    monkeypatch.setattr(captcha, "SECONDS", -1)
    assert not captchas.is_solved(made, right)


@pytest.mark.parametrize("captcha_id", ["", "x", "a.b.c", "é", "x" * 200])
@pytest.mark.parametrize("answer", ["", "123456", "None"])
def test_an_id_that_is_not_ours_is_solved_by_nothing(site: Site, captcha_id: str, answer: str) -> None:
    assert not site.app.extensions["gate"].captchas.is_solved(captcha_id, answer)


@pytest.mark.parametrize("part", ["image", "audio"])
def test_what_is_not_ours_is_not_drawn(visitor: Person, part: str) -> None:
    assert visitor.get(f"/captcha/nonsense/{part}").status_code == 404
