"""Likes as JSON."""

from cms.wire.requests import Answer


class Liked(Answer):
    """Whether the caller likes it, and how many do; null where its owner keeps that to themselves."""

    liked: bool
    count: int | None
