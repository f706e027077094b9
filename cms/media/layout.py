"""The shape of a picture in one word. Pure; for web and workers."""

from enum import StrEnum


class Layout(StrEnum):
    """How wide a picture is for its height."""

    WIDE = "wide"
    TALL = "tall"
    SQUARE = "square"
    PANORAMA = "panorama"


def layout(width: int, height: int) -> Layout:
    """Panorama from 2:1 upwards, either way round; square within 5 % of 1:1."""
    ratio = width / height
    if ratio >= 2 or ratio <= 0.5:
        return Layout.PANORAMA
    if 0.95 <= ratio <= 1.05:
        return Layout.SQUARE
    return Layout.WIDE if ratio > 1 else Layout.TALL
