"""What one picture may be, from the settings."""

from cms.media.decode import Limits
from cms.settings import Settings

FRAMES_FACTOR = 3
"""An animation may have so many times the pixels of a still picture over all its frames."""


def limits_of(settings: Settings) -> Limits:
    """The limits that are taken before anything is decoded."""
    return Limits(
        max_bytes=settings.max_upload_bytes,
        max_pixels=settings.max_pixels,
        max_frame_pixels=settings.max_pixels * FRAMES_FACTOR,
    )
