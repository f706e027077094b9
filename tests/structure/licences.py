"""The licence of every package that the site stands on, from what each package says of itself."""

import re
from importlib import metadata

from cms.settings import CHECKOUT

CHECKED = {
    "async-timeout": "Apache-2.0",
    "colorama": "BSD-3-Clause",
    "namex": "Apache-2.0",
}
"""Looked up by hand: not installed on this platform, or silent in their metadata."""

SHORT = {
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "3-Clause BSD License": "BSD-3-Clause",
    "BSD License": "BSD",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "The Unlicense (Unlicense)": "Unlicense",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0",
    "GNU Lesser General Public License v3 or later (LGPLv3+)": "LGPL-3.0-or-later",
}


def locked_packages(lock: str = "requirements.lock") -> list[str]:
    """Names of the packages of a lock file, in its order."""
    lines = (CHECKOUT / lock).read_text().splitlines()
    names = (found[1] for line in lines if (found := re.match(r"([A-Za-z0-9._-]+)==", line)))
    return list(dict.fromkeys(names))


def licence_of(package: str) -> str:
    """Short name of its licence; empty where nothing says it."""
    if package in CHECKED:
        return CHECKED[package]
    told = metadata.metadata(package)
    classified = [c.split(" :: ")[-1] for c in told.get_all("Classifier") or [] if c.startswith("License")]
    said = told.get("License-Expression") or " AND ".join(classified) or (told.get("License") or "").strip()
    return SHORT.get(said, said)


def packages_section() -> str:
    """The part of NOTICE that lists packages."""
    lines = [f"{name}: {licence_of(name)}" for name in locked_packages()]
    return "\n".join(["Packages", "--------", "", *lines, ""])
