"""The words of an image that are turned into vectors: what people say of it, and what is seen in it."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from cms.vision.categories import DISPLAY_NAMES
from cms.vision.taxonomy import LANGUAGES, name_of

LIKELY = 0.1
"""Labels from this probability on are words of a picture, though they are no tags."""

LONGEST, LONGEST_WRITING = 400, 200
"""Characters of what its owner says, and of the writing in it: a long text takes long and says little more."""


@dataclass(frozen=True)
class Worded:
    """An image in words: what its owner says, also as tags; keys and words of all tags; labels; writing."""

    title: str
    description: str
    own_tags: Sequence[str]
    category: str
    tags: Sequence[tuple[str, str]]
    labels: Sequence[tuple[str, str, float]]
    lines: Sequence[str]

    @property
    def said(self) -> str:
        """What people say of it; the writing in it where they say nothing. Empty where there is neither."""
        own = ". ".join(filter(None, (self.title, self.description, ", ".join(self.own_tags))))
        return own[:LONGEST] or " ".join(" ".join(self.lines).split())[:LONGEST_WRITING]

    @property
    def seen(self) -> dict[str, str]:
        """What it shows in each language; empty where nothing is known."""
        return {language: text for language in LANGUAGES if (text := self._seen_in(language))}

    def _seen_in(self, language: str) -> str:
        likely = [(key, word) for key, word, probability in self.labels if probability >= LIKELY]
        names = [name_of(key, language) or word for key, word in dict([*self.tags, *likely]).items()]
        if self.category != "other":
            names.append(DISPLAY_NAMES[self.category][language])
        return ", ".join(dict.fromkeys(names))

    @property
    def names(self) -> list[tuple[dict[str, str], float]]:
        """The labels' names in each language, with their probabilities."""
        return [
            ({language: name_of(key, language) or word for language in LANGUAGES}, probability)
            for key, word, probability in self.labels
        ]

    @property
    def hash(self) -> str:
        """The same for the same words."""
        told = json.dumps([self.said, self.seen, self.names], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()
