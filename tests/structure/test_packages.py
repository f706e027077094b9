"""What Pixels stands on: licences known and none that binds its users, and lock files that name no place."""

import re

import pytest

from cms.settings import CHECKOUT
from tests.structure.licences import licence_of, locked_packages, packages_section
from tests.structure.source import text_of, tracked

LOCKS = tracked("*.lock", "*package-lock.json")
FORBIDDEN = re.compile(r"\bA?GPL")


def test_every_package_says_its_licence() -> None:
    assert len(locked_packages()) > 70
    assert [name for name in locked_packages() if not licence_of(name)] == []


def test_the_default_install_has_no_gpl() -> None:
    """The Lesser GPL is fine: those libraries are loaded, not built in."""
    assert {name: licence for name in locked_packages() if FORBIDDEN.search(licence := licence_of(name))} == {}


GENERATED = {"pixels-ui/src/api/openapi.json", "pixels-ui/src/api/schema.d.ts"}
"""They grow by a few lines with every route."""


def test_the_notice_lists_the_licence_of_every_package() -> None:
    """`make schema` writes that part of the file."""
    assert packages_section() in text_of("NOTICE")


@pytest.mark.parametrize("lock", LOCKS, ids=str)
def test_lock_files_name_no_registry(lock: str) -> None:
    assert re.findall(r"registry|index-url|find-links|pythonhosted|mirror", text_of(lock)) == []


@pytest.mark.parametrize("lock", [file for file in LOCKS if file.suffix == ".lock"], ids=str)
def test_every_locked_package_is_checked_by_hash(lock: str) -> None:
    entries = re.split(r"\n(?=[a-zA-Z])", text_of(lock))
    assert [entry[:40] for entry in entries if "==" in entry and "--hash=sha256:" not in entry] == []


def test_no_file_of_the_repository_is_large() -> None:
    sizes = {str(file): (CHECKOUT / file).stat().st_size for file in tracked("*")}
    written = {file: size for file, size in sizes.items() if file not in GENERATED and not file.endswith(".lock")}
    assert {file: size for file, size in written.items() if size > 400_000} == {}
