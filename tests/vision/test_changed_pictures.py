"""Ten changes of six pictures find their original first, among all other test pictures; no other one is called near."""

from pathlib import Path

import pytest

from cms.vision.likeness import MatchKind
from tests.bench.likeness import Pictures
from tests.vision.conftest import FIXTURES

SAME = {"chelsea.png", "china.jpg", "coffee.png", "dust-bowl-home.jpg", "a_3.jpg"}
"""Originals that lie in other folders of the test pictures too."""

CHANGES = ("jpeg10", "small25", "crop80", "hflip", "rot90", "gray", "text", "border", "blur", "phone")
MARKED = ("jpeg10", "small25", "hflip", "rot90", "gray", "text", "blur")
"""What is not only found first but known for what it is."""


def files(folder: str) -> list[Path]:
    return sorted(path for path in (FIXTURES / folder).rglob("*") if path.suffix in (".jpg", ".png"))


@pytest.fixture(scope="module")
def there(models_dir: Path) -> Pictures:
    """The originals, and every other test picture of a category."""
    if not FIXTURES.is_dir():
        pytest.skip(f"{FIXTURES} is not there")
    made = Pictures("manhattan")
    for path in files("category"):
        if path.name not in SAME:
            made.add(path.name, path.read_bytes())
    for path in files("retrieval"):
        if path.stem.endswith("__original"):
            made.add(path.stem.partition("__")[0], path.read_bytes())
    return made


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_picture_finds_its_original_first_and_no_other_is_called_near(there: Pictures, change: str) -> None:
    asked = [path for path in files("retrieval") if path.stem.endswith(f"__{change}")]
    assert len(asked) == 6
    for path in asked:
        found = there.find(there.question(path.read_bytes()))
        original = path.stem.partition("__")[0]
        assert found[0].id == original, path.name
        assert {one.id for one in found if one.kind is not MatchKind.SIMILAR} <= {original}, path.name
        assert change not in MARKED or found[0].kind is not MatchKind.SIMILAR, path.name
