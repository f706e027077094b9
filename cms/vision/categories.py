"""The eight categories: exactly one belongs to every image. Keys are a promise of the API; the words are for people."""

from collections.abc import Mapping
from enum import StrEnum


class CategoryKey(StrEnum):
    """What a picture mainly is; `OTHER` when none of the seven kinds fits."""

    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"
    FOOD = "food"
    DOCUMENT = "document"
    ARCHITECTURE = "architecture"
    ANIMAL = "animal"
    ANIME = "anime"
    OTHER = "other"


CATEGORIES: tuple[str, ...] = tuple(key.value for key in CategoryKey)

DISPLAY_NAMES: Mapping[str, Mapping[str, str]] = {
    "portrait": {"en": "portrait", "zh": "人像", "sv": "porträtt"},
    "landscape": {"en": "landscape", "zh": "风景", "sv": "landskap"},
    "food": {"en": "food", "zh": "美食", "sv": "mat"},
    "document": {"en": "document", "zh": "文档", "sv": "dokument"},
    "architecture": {"en": "architecture", "zh": "建筑", "sv": "arkitektur"},
    "animal": {"en": "animal", "zh": "动物", "sv": "djur"},
    "anime": {"en": "anime", "zh": "动漫", "sv": "anime"},
    "other": {"en": "other", "zh": "其他", "sv": "övrigt"},
}


def is_category(key: str) -> bool:
    """Whether `key` names one of the eight."""
    return key in DISPLAY_NAMES


def display_name(key: str, locale: str) -> str:
    """The category in the reader's language; English where the language is not one of the three. Raises KeyError."""
    names = DISPLAY_NAMES[key]
    return names.get(locale.replace("_", "-").split("-")[0].lower(), names["en"])
