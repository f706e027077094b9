"""Bytes of pictures on their way out: checked on every request, from disk directly or by a short-lived address."""

import hashlib
import io
import json
import os
from collections.abc import Iterator
from typing import BinaryIO, cast

from flask import Response, current_app, redirect, request, send_file
from werkzeug.wrappers import Response as AnyResponse

from cms.access.audience import ImageState
from cms.access.permissions import Permission
from cms.access.policy import is_own, permits
from cms.access.viewer import Viewer
from cms.backends import Backends
from cms.errors import not_found
from cms.images.models import Image
from cms.images.queries import Shown
from cms.media.spans import Span, SpannedReader
from cms.settings import Settings
from cms.storage.base import Storage
from cms.storage.keys import bytes_named_by, rendition_type

ADDRESS_SECONDS = 600
CHUNK = 64 * 1024


def rendition_answer(image: Image | Shown, size: str) -> AnyResponse:
    """One rendition of an image that the caller was found to be allowed to see."""
    key = image.rendition_keys.get(size)
    if key is None:
        raise not_found()
    return _send(image, key, content_type=rendition_type(key), etag=key.rsplit("/", 1)[-1], name=None)


def original_answer(image: Image, viewer: Viewer | None, *, download: bool) -> AnyResponse:
    """The file as it came for its owner; for others without what is private in it, unless the owner says otherwise."""
    name = download_name(image) if download else None
    return sent_original(image, name=name, is_whole=gets_whole_original(image, viewer))


def sent_original(image: Image, *, name: str | None, is_whole: bool) -> AnyResponse:
    """The file as it came, or without what is private in it; to be kept under this name, or to be looked at."""
    if not has_original(image):
        raise not_found()
    if is_whole:
        return _send(image, image.original_key, content_type=image.content_type, etag=image.sha256, name=name)
    look_for(image)
    response = _send_stream(shared_original(image), image.content_type, shared_tag(image), name)
    return _with_headers(response, image)


def look_for(image: Image) -> None:
    """Before an answer begins that reads the original as it goes: raise what its reader would. Too late is mid-way."""
    storage().size(image.original_key)


def gets_whole_original(image: Image, viewer: Viewer | None) -> bool:
    return is_own(viewer, image) or image.share_metadata


def has_original(image: Image) -> bool:
    """Whether the bytes that came are kept: those of a picture that failed are removed."""
    return image.state != ImageState.FAILED


def shared_original(image: Image) -> BinaryIO:
    """The original without private metadata, as a stream that can be read from anywhere."""
    return readable(storage(), image.original_key, tuple(Span.from_json(span) for span in image.shared_spans or ()))


def shared_tag(image: Image) -> str:
    """Names these bytes without telling the hash of the whole original."""
    return hashlib.sha256(json.dumps([image.id, image.sha256, image.shared_spans]).encode()).hexdigest()[:32]


def readable(kept: Storage, key: str, spans: tuple[Span, ...]) -> BinaryIO:
    """These pieces of an object as one stream that can be read from anywhere; opened only where it is read."""
    reader = SpannedReader(lambda start, end: kept.open(key, start=start, end=end), spans)
    return cast(BinaryIO, reader)


def storage() -> Storage:
    """Whoever keeps the bytes."""
    backends: Backends = current_app.extensions["backends"]
    return backends.storage


def original_stream(image: Image, *, is_whole: bool) -> BinaryIO:
    """What `sent_original` would send, for an archive; opened only when read, which may be after the request."""
    if is_whole:
        return readable(storage(), image.original_key, (Span(0, image.size),))
    return shared_original(image)


def original_size(image: Image, *, is_whole: bool) -> int:
    """How many bytes `original_stream` gives."""
    return image.size if is_whole else shared_original(image).seek(0, os.SEEK_END)


def original_tag(image: Image, *, is_whole: bool) -> str:
    """Names the bytes that `original_stream` gives."""
    return image.sha256 if is_whole else shared_tag(image)


def download_name(image: Image) -> str:
    """A file name of the title, or of the file that came; never a path."""
    return named_file(image, image.title or image.file_name.rsplit(".", 1)[0])


def named_file(image: Image, text: str) -> str:
    """A file name of this text, or of the id where it holds nothing that could be in one."""
    return f"{safe_name(text, image.id)}.{EXTENSIONS.get(image.format, image.format)}"


def safe_name(text: str, otherwise: str) -> str:
    """The text as a part of a file name: letters, digits and a few signs; never a path."""
    return "".join(c if c.isalnum() or c in " -_()" else "_" for c in text).strip(" ._")[:120] or otherwise


EXTENSIONS = {"jpeg": "jpg", "tiff": "tif"}


def _send(image: Image | Shown, key: str, *, content_type: str, etag: str, name: str | None) -> AnyResponse:
    if request.if_none_match.contains_weak(etag):
        return _with_headers(_not_modified(etag), image, key)
    kept = storage()
    address = kept.signed_address(key, seconds=ADDRESS_SECONDS, content_type=content_type, download_name=name)
    if address is not None:
        return _with_headers(redirect(address), image, key)
    place = _place_for_front(kept, key)
    if place is not None:
        response = _sent(io.BytesIO(), content_type, etag, name)
        response.headers["X-Accel-Redirect"] = place
        return _with_headers(response, image, key)
    return _with_headers(_send_stream(_whole(kept, key), content_type, etag, name), image, key)


def _not_modified(etag: str) -> AnyResponse:
    """The caller has these bytes: nobody looks for them."""
    response = Response(status=304)
    response.set_etag(etag)
    return response


def _place_for_front(kept: Storage, key: str) -> str | None:
    """Where the web server in front finds these bytes itself, if there is one that can. Raises ObjectMissing."""
    settings: Settings = current_app.extensions["settings"]
    if not settings.x_accel or not kept.is_folder:
        return None
    kept.size(key)
    return settings.x_accel + key


def _whole(kept: Storage, key: str) -> BinaryIO:
    """All bytes under a key; as a file where the server can have the system send it, unless a part is asked for."""
    if "wsgi.file_wrapper" in request.environ and request.method == "GET" and "Range" not in request.headers:
        return kept.open(key)
    return readable(kept, key, (Span(0, kept.size(key)),))


def _send_stream(stream: BinaryIO, content_type: str, etag: str, name: str | None) -> AnyResponse:
    """Range, HEAD and conditional requests are answered from a stream that can seek."""
    length = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    response = _sent(stream, content_type, etag, name)
    response.content_length = length
    return response.make_conditional(request, accept_ranges=True, complete_length=length)


def _sent(stream: BinaryIO, content_type: str, etag: str, name: str | None) -> AnyResponse:
    is_saved = name is not None
    return send_file(stream, content_type, etag=etag, conditional=False, as_attachment=is_saved, download_name=name)


def _with_headers(response: AnyResponse, image: Image | Shown, key: str = "") -> AnyResponse:
    """Pages of others may show renditions of what is open to all; by a cookie they get no more than a visitor."""
    response.headers["Cache-Control"] = _how_long_kept(image, key)
    response.headers["X-Content-Type-Options"] = "nosniff"
    if key and permits(None, Permission.SEE_IMAGE, image):
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _how_long_kept(image: Image | Shown, key: str) -> str:
    """What is open to all may stay in the browser that was shown it, unasked where the address names the very bytes.

    No cache that serves several people may keep it: none of them could be told that it is not open any more.
    """
    if not permits(None, Permission.SEE_IMAGE, image) or request.headers.get("Authorization") is not None:
        return "private, no-store"
    is_named = key != "" and request.args.get("v") == bytes_named_by(key)
    return "private, max-age=31536000, immutable" if is_named else "private, no-cache"


def chunks(stream: BinaryIO) -> Iterator[bytes]:
    with stream:
        while chunk := stream.read(CHUNK):
            yield chunk
