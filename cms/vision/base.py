"""What a model must offer and what it returns. Frameworks and model files live under `workers/`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]
    """Height × width × 3, RGB, upright."""

    Floats = NDArray[np.float32]


class ModelMissing(Exception):
    """The model's files are not prepared (yet); the sentence says what to do."""


class Unread(Exception):
    """A detector cannot read this picture; the sentence says why. Others may."""


@dataclass(frozen=True)
class Label:
    """One class of a tagger: `key` a stable English slug, `name` an English display name, `probability` 0 to 1."""

    key: str
    name: str
    probability: float


@dataclass(frozen=True)
class Category:
    """One of the eight categories and how sure the model is of it, 0 to 1."""

    key: str
    probability: float


@dataclass(frozen=True)
class TextLine:
    """A line of writing, how sure it is, and its four corners as shares of width and height, clockwise."""

    text: str
    probability: float
    corners: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Grounds:
    """Colours as `#rrggbb` with their shares of the foreground and of the background; its share of the picture."""

    foreground: tuple[tuple[str, float], ...]
    background: tuple[tuple[str, float], ...]
    share: float


@dataclass(frozen=True)
class Reading:
    """What the tagger sees: labels largest first (at least 5), tags above the threshold, category, a unit vector."""

    labels: tuple[Label, ...]
    tags: tuple[Label, ...]
    category: Category
    embedding: tuple[float, ...]


class Tagger(Protocol):
    """Labels, category and embedding of a picture."""

    name: str
    version: str

    def read(self, picture: "Picture") -> Reading: ...


class TextReader(Protocol):
    """Lines of writing in an encoded picture, from top to bottom."""

    name: str
    version: str

    def read(self, path: "Path") -> tuple[TextLine, ...]:
        """Raises Unread with a sentence where this picture cannot be read."""

    def close(self) -> None:
        """End what it keeps running; the next picture starts it again."""


class GroundTeller(Protocol):
    """The colours before and behind in a picture."""

    name: str
    version: str

    def read(self, picture: "Picture") -> Grounds: ...


class OwnModel(Protocol):
    """What an operator has trained: its word for a picture, by its pixels or by the tagger's vector of it."""

    name: str
    version: str

    def read(self, picture: "Picture", embedding: Sequence[float]) -> tuple[Label, ...]: ...


class ModerationGate(Protocol):
    """How likely a picture needs a moderator before others see it: 0 to 1."""

    name: str
    version: str

    def score(self, picture: "Picture") -> float: ...


class TextEmbedder(Protocol):
    """What words mean, as unit vectors: near to each other where the meaning is, in whichever language."""

    name: str
    version: str

    def query(self, text: str) -> "Floats":
        """Of what somebody asks for."""

    def said(self, text: str) -> "Floats":
        """Of what people say of a picture."""

    def seen(self, texts: Mapping[str, str], names: Sequence[tuple[Mapping[str, str], float]]) -> "Floats":
        """Of what a picture shows, listed in some languages, and of names of what it may show, with probabilities."""
