"""Which Pixels this is."""

import tomllib
from functools import cache

from cms.settings import CHECKOUT


@cache
def version() -> str:
    told = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    return str(told["project"]["version"])
