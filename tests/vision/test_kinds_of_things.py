"""Of which kind the words of the vocabulary are."""

import pytest

from cms.tags.kinds import TagKind
from cms.vision.taxonomy import kind_of_thing, kinds, things

KINDS = {
    "dog": "thing", "pit-bull": "thing", "flower": "thing", "harbour": "scene", "lake": "scene", "forest": "scene",
    "sky": "scene", "beach": "scene", "toilet": "thing", "towel": "thing", "spacecraft": "thing", "winter": "time",
    "christmas": "time", "purple": "colour", "bridge": "thing", "city": "scene", "lady": "thing",
}  # fmt: skip


@pytest.mark.parametrize("key", [key for key in KINDS if key in things()])
def test_a_thing_is_of_the_kind_that_people_would_say(key: str) -> None:
    assert kind_of_thing(key) == KINDS[key]


def test_every_thing_has_a_kind_and_every_row_of_kinds_is_a_thing() -> None:
    assert {kind_of_thing(key) for key in things()} == {"thing", "scene", "time", "colour"}
    assert set(kinds()) <= set(things())
    assert set(kinds().values()) <= set(TagKind)
