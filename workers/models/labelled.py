"""A folder of labelled pictures for developers: `manifest.csv` with one row a file, and the files beside it."""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

PERMITTED = ("CC0", "public domain", "MIT", "Apache-2.0", "CC BY ")
"""Licences under which a file may be fitted on; CC BY-SA does not begin with any of them."""


@dataclass(frozen=True)
class Labelled:
    """One picture and what people say of it: `accepted` are the categories that count as right."""

    path: Path
    file: str
    category: str
    accepted: frozenset[str]
    tags: frozenset[str]
    licence: str
    source: str
    is_confirmed: bool

    @property
    def may_be_fitted(self) -> bool:
        """Whether its licence allows a head that ships to be fitted on it."""
        return self.is_confirmed and self.licence.startswith(PERMITTED)

    def pixels(self) -> NDArray[np.uint8]:
        """Height × width × 3, RGB."""
        with Image.open(self.path) as image:
            return np.asarray(image.convert("RGB"))


def read_labelled(folder: Path) -> list[Labelled]:
    """Every picture of the folder that has a category."""
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return [_labelled(folder, row) for row in csv.DictReader(file) if row["category"]]


def _labelled(folder: Path, row: dict[str, Any]) -> Labelled:
    category = "other" if row["category"] == "none" else row["category"]
    also = filter(None, (row.get("also_accepted") or "").split("|"))
    return Labelled(
        path=folder / row["file"],
        file=row["file"],
        category=category,
        accepted=frozenset({category, *also}),
        tags=frozenset(row["tags"].split("|")),
        licence=row["licence"],
        source=row["origin"].split("@")[0].split(":")[0],
        is_confirmed=not row["licence_basis"].startswith("unconfirmed"),
    )
