"""What kind of word a tag is: what moderators said, else what the vocabulary says, else a word of somebody's own."""

from enum import StrEnum

from cms.tags.queries import relations
from cms.vision.taxonomy import kind_of_thing, things


class TagKind(StrEnum):
    THING = "thing"
    SCENE = "scene"
    COLOUR = "colour"
    TIME = "time"
    PLACE = "place"
    USER = "user"


def kind_of(key: str) -> TagKind:
    """The kind of a tag by its key."""
    said = relations().kinds.get(key)
    return TagKind(said) if said is not None else kind_by_vocabulary(key)


def kind_by_vocabulary(key: str) -> TagKind:
    return TagKind(kind_of_thing(key)) if key in things() else TagKind.USER
