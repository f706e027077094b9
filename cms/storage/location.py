"""The address of an object store read into a value: oss://bucket@endpoint/prefix?region=…"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from cms.storage.keys import is_key

_BUCKET = re.compile(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]")
_OPTIONS = {"region", "scheme", "path_style", "internal", "public"}


@dataclass(frozen=True)
class OssLocation:
    """`endpoint` is called by this site; `public` is the bucket's own domain, given out in signed addresses."""

    bucket: str
    endpoint: str
    region: str
    prefix: str = ""
    public: str | None = None
    is_path_style: bool = False


def read_location(url: str) -> OssLocation:
    """ValueError with a sentence when something is missing or wrong.

    Options: `region` (required), `scheme` (https or http), `path_style=1`, `internal` (host for this site's own
    calls instead of the endpoint), `public` (host of the bucket's own domain for signed addresses).
    """
    parts = urlsplit(url)
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    bucket, _, host = parts.netloc.rpartition("@")
    prefix = parts.path.strip("/")
    scheme = options.get("scheme", "https")
    complaints = {
        "must be oss://bucket@endpoint/prefix?region=…": not _BUCKET.fullmatch(bucket) or not host,
        "needs a region, such as ?region=cn-hangzhou": not options.get("region"),
        f"knows only the options {', '.join(sorted(_OPTIONS))}": bool(options.keys() - _OPTIONS),
        "has a scheme that is neither https nor http": scheme not in ("https", "http"),
        "has a prefix with other characters than A-Z a-z 0-9 . _ - /": bool(prefix) and not is_key(prefix),
    }
    for complaint, is_due in complaints.items():
        if is_due:
            raise ValueError(f"the address of the object store {complaint}")
    return OssLocation(
        bucket=bucket,
        endpoint=f"{scheme}://{options.get('internal', host)}",
        region=options["region"],
        prefix=f"{prefix}/" if prefix else "",
        public=f"{scheme}://{options['public']}" if "public" in options else None,
        is_path_style=options.get("path_style") == "1",
    )
