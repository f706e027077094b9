"""Listings of a bucket as OSS writes them: XML without a namespace, keys quoted when asked, versions 1 and 2."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote
from xml.sax.saxutils import escape


@dataclass(frozen=True)
class StoredBytes:
    """One object of the test server; `crc` is CRC-64/XZ, `modified` seconds since 1970."""

    content: bytes
    content_type: str
    etag: str
    crc: int
    modified: float


def listing_xml(bucket: str, objects: Mapping[str, StoredBytes], asked: Mapping[str, str]) -> str:
    """One page of the keys after the marker or token, folded at the delimiter."""
    is_second = asked.get("list-type") == "2"
    after = asked.get("continuation-token") or asked.get("start-after", "") if is_second else asked.get("marker", "")
    prefix, limit = asked.get("prefix", ""), int(asked.get("max-keys", "100"))
    names = _folded(objects, prefix, asked.get("delimiter", ""))
    left = [name for name in names if name > after]
    page, has_more = left[:limit], len(left) > limit
    spell = (lambda name: quote(name, safe="")) if asked.get("encoding-type") == "url" else escape
    encoding = "<EncodingType>url</EncodingType>" if asked.get("encoding-type") == "url" else ""
    following = "NextContinuationToken" if is_second else "NextMarker"
    parts = [f"<Name>{bucket}</Name><Prefix>{spell(prefix)}</Prefix><MaxKeys>{limit}</MaxKeys>{encoding}"]
    parts.append(f"<KeyCount>{len(page)}</KeyCount>" if is_second else f"<Marker>{spell(after)}</Marker>")
    parts.append(f"<IsTruncated>{'true' if has_more else 'false'}</IsTruncated>")
    parts += [f"<{following}>{spell(page[-1])}</{following}>"] if has_more else []
    for name in page:
        is_object = name in objects
        parts.append(_entry(spell(name), objects[name]) if is_object else _common_prefix(spell(name)))
    return f"<?xml version='1.0' encoding='UTF-8'?><ListBucketResult>{''.join(parts)}</ListBucketResult>"


def _folded(objects: Mapping[str, StoredBytes], prefix: str, delimiter: str) -> list[str]:
    names = set()
    for key in list(objects):
        if key.startswith(prefix):
            head, found, _ = key.removeprefix(prefix).partition(delimiter) if delimiter else (key, "", "")
            names.add(prefix + head + found if found else key)
    return sorted(names)


def _common_prefix(name: str) -> str:
    return f"<CommonPrefixes><Prefix>{name}</Prefix></CommonPrefixes>"


def _entry(name: str, kept: StoredBytes) -> str:
    modified = datetime.fromtimestamp(kept.modified, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    facts = f"<LastModified>{modified}</LastModified><ETag>{escape(kept.etag)}</ETag><Type>Normal</Type>"
    size = f"<Size>{len(kept.content)}</Size><StorageClass>Standard</StorageClass>"
    return f"<Contents><Key>{name}</Key>{facts}{size}<Owner><ID>1</ID><DisplayName>1</DisplayName></Owner></Contents>"
