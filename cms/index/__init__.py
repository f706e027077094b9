"""The seam for search: one Protocol, and the one place that picks its implementation by the scheme of an address."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from cms.index.base import Index


def open_index(url: str) -> Index:
    """The index that `url` names: `sqlite:FILE` or `elasticsearch://host:port/name`.

    An engine behind TLS and a password: `elasticsearch://user:password@host:port/name?scheme=https`.
    ValueError when the address does not fit.
    """
    scheme = url.partition(":")[0]
    if scheme not in _BUILDERS:
        raise ValueError(f"the index address must begin with {' or '.join(_BUILDERS)}, not {scheme!r}")
    return _BUILDERS[scheme](url)


def _open_embedded(url: str) -> Index:
    from cms.index.embedded import EmbeddedIndex

    path = url.removeprefix("sqlite:").removeprefix("//")
    if not path:
        raise ValueError("the index address names no file: sqlite:FILE")
    return EmbeddedIndex(Path(path))


def _open_elastic(url: str) -> Index:
    from cms.index.elastic import ElasticIndex

    parts = urlsplit(url)
    scheme, name = parse_qs(parts.query).get("scheme", ["http"])[-1], parts.path.strip("/")
    if not parts.hostname or not name or "/" in name or scheme not in ("http", "https"):
        raise ValueError("the index address must be elasticsearch://host:port/name")
    host = parts.netloc if parts.port else f"{parts.netloc}:9200"
    return ElasticIndex(f"{scheme}://{host}", name)


_BUILDERS: dict[str, Callable[[str], Index]] = {"sqlite": _open_embedded, "elasticsearch": _open_elastic}
