"""The names under which bytes are kept: made here alone, content-addressed, and safe as a path and in an address."""

import re

_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*)*")
_WHOSE = re.compile(
    r"originals/[0-9a-f]{2}/[0-9a-f]{64}-([0-9A-Z]{26})|renditions/[0-9A-Z]{2}/([0-9A-Z]{26})/[^/]+"
    r"|asked/([^/]+)/[^/]+|uploads/([0-9A-Z]{26})/[^/]+"
)
_OF_BYTES = re.compile(
    r"originals/[0-9a-f]{2}/([0-9a-f]{64})-[^/]+|renditions/.*-([0-9a-f]{16})\.(?:webp|jpg)|asked/[^/]+/([0-9a-f]{16})"
    r"|uploads/[^/]+/\d+-[0-9A-Z]{8}-([0-9a-f]{16})"
)
_RENDITION = re.compile(r"renditions/\w+/\w+/\d+-\d+-([0-9a-f]{8})[0-9a-f]{8}\.(?:webp|jpg)")
_ENDINGS = {"image/webp": "webp", "image/jpeg": "jpg"}
_SHA256 = re.compile(r"[0-9a-f]{64}")
LONGEST_KEY = 500


def original_key(sha256: str, image_id: str) -> str:
    """Where the bytes that somebody uploaded lie, bit for bit. `sha256` is theirs, in hex."""
    return checked(f"originals/{_hash(sha256)[:2]}/{sha256}-{image_id}")


def rendition_key(image_id: str, *, longest: int, version: int, sha256: str, content_type: str) -> str:
    """Where a smaller picture lies; `longest` is its longest side in pixels, `sha256` that of its own bytes.

    With the `version` of the image a key that was given up is never taken up again, so removing it late harms nothing.
    """
    return checked(
        f"renditions/{image_id[-2:]}/{image_id}/{longest}-{version}-{_hash(sha256)[:16]}.{_ENDINGS[content_type]}"
    )


def rendition_type(key: str) -> str:
    """The content type of a rendition, which its key tells."""
    return next(kind for kind, ending in _ENDINGS.items() if key.endswith(f".{ending}"))


def bytes_named_by(key: str) -> str:
    """What of a rendition's key changes with its bytes, in short; empty for other keys."""
    found = _RENDITION.fullmatch(key)
    return found[1] if found else ""


def asked_with_key(search_id: str, sha256: str) -> str:
    """Where the picture of a search lies, as it came or as it is shown again; it goes within the hour."""
    return checked(f"asked/{search_id}/{_hash(sha256)[:16]}")


def part_key(upload_id: str, *, start: int, mark: str, sha256: str) -> str:
    """Where the bytes lie that came of an upload from `start` on; `mark` tells tries for the same place apart."""
    return checked(f"uploads/{upload_id}/{start}-{mark}-{_hash(sha256)[:16]}")


def subject_of(key: str) -> str | None:
    """The id of the image, search or upload whose bytes lie there; None where no function above makes such a key."""
    found = _WHOSE.fullmatch(key)
    return found and next(filter(None, found.groups()))


def fits(key: str, sha256: str) -> bool:
    """Whether bytes of this hash, in hex, belong under this key: it holds the hash, or the beginning of it."""
    found = _OF_BYTES.fullmatch(key)
    return found is not None and sha256.startswith(next(filter(None, found.groups())))


def checked(key: str) -> str:
    """The key itself; ValueError if it could name anything but one object below the root."""
    if len(key) > LONGEST_KEY or not _KEY.fullmatch(key):
        raise ValueError("not a key for stored bytes")
    return key


def is_key(name: str) -> bool:
    """Whether `checked` would let it pass."""
    return len(name) <= LONGEST_KEY and _KEY.fullmatch(name) is not None


def _hash(sha256: str) -> str:
    if not _SHA256.fullmatch(sha256):
        raise ValueError("not a SHA-256 in hex")
    return sha256
