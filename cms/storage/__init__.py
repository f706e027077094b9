"""The seam for bytes: one Protocol, and the one place that picks its implementation by the scheme of an address."""

from collections.abc import Callable
from pathlib import Path

from cms.storage.base import Storage

Credentials = tuple[str, str]


def open_storage(
    url: str, *, former: str = "", oss_credentials: Credentials | None = None, is_web: bool = False
) -> Storage:
    """The storage that `url` names: `file:FOLDER` or `oss://bucket@endpoint/prefix?region=…`.

    `former` names another one whose bytes are being moved there. `oss_credentials` are the access key's id and secret;
    a web waits less long than jobs. ValueError when the address or they do not fit.
    """
    if not former:
        return _opened(url, oss_credentials, is_web)
    if former == url:
        raise ValueError("bytes cannot be moved to where they are: PIXELS_STORAGE_FORMER_URL is PIXELS_STORAGE_URL")
    from cms.storage.moving import MovingStorage

    return MovingStorage(_opened(url, oss_credentials, is_web), _opened(former, oss_credentials, is_web))


def _opened(url: str, credentials: Credentials | None, is_web: bool) -> Storage:
    scheme = url.partition(":")[0]
    if scheme not in _BUILDERS:
        raise ValueError(f"the storage address must begin with {' or '.join(_BUILDERS)}, not {scheme!r}")
    return _BUILDERS[scheme](url, credentials, is_web)


def _open_local(url: str, credentials: Credentials | None, is_web: bool) -> Storage:
    del credentials, is_web
    from cms.storage.local import LocalStorage

    folder = url.removeprefix("file:").removeprefix("//")
    if not folder:
        raise ValueError("the storage address names no folder: file:FOLDER")
    return LocalStorage(Path(folder))


def _open_oss(url: str, credentials: Credentials | None, is_web: bool) -> Storage:
    from cms.storage.location import read_location
    from cms.storage.oss import HURRIED, PATIENT, OssStorage

    if credentials is None or not all(credentials):
        raise ValueError("oss:// needs PIXELS_OSS_ACCESS_KEY_ID and PIXELS_OSS_ACCESS_KEY_SECRET")
    return OssStorage(read_location(url), credentials, timeouts=HURRIED if is_web else PATIENT)


_BUILDERS: dict[str, Callable[[str, Credentials | None, bool], Storage]] = {"file": _open_local, "oss": _open_oss}
