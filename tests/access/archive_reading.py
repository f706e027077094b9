"""Ways to read a picture in an archive."""

import csv
import io
import zipfile

from tests.access.world import World
from tests.people import Person


def album_archive(person: Person, world: World, picture: str) -> bool:
    answer = person.call("GET", f"/albums/{world.album_of(picture)}/zip")
    return answer.status_code == 200 and picture in titles_in(answer.data)


def album_ledgers(person: Person, world: World, picture: str) -> bool:
    answer = person.get(f"/albums/{world.album_of(picture)}/provenance/export")
    return answer.status_code == 200 and world.pictures[picture] in answer.text


def titles_in(data: bytes) -> set[str]:
    """The titles in the table of captions of an archive."""
    told = zipfile.ZipFile(io.BytesIO(data)).read("captions.csv").decode("utf-8-sig")
    return {row["title"] for row in csv.DictReader(io.StringIO(told))}


def archive(person: Person, world: World, picture: str) -> bool:
    answer = person.call("POST", "/images/zip", data={"ids": world.pictures[picture]})
    if answer.status_code == 401:
        return False
    found = zipfile.ZipFile(io.BytesIO(answer.data))
    is_told = picture in found.read("captions.csv").decode()
    assert is_told == (len(found.namelist()) == 2)
    return is_told
