"""An import that dies anywhere goes on where it was: nothing of the archive is lost or doubled."""

import zipfile
from contextlib import suppress

import pytest
from sqlalchemy.exc import OperationalError

from cms.jobs.names import IMPORT_ARCHIVE
from tests.archives import imports, zipped
from tests.factories import picture
from tests.people import Person
from tests.site import Site, function_of
from tests.workers.faults import lost_commit, unsteady
from workers.importing.archive import meant_name

KIND = IMPORT_ARCHIVE.kind
ALL = {"members": 3, "images": 2, "albums": 1, "skipped": 0, "failed": 1}


def begun(person: Person) -> str:
    return imports(person, zipped({"Lake/a.jpg": picture(), "Lake/b.jpg": picture(), "c.txt": b"text"}))


def test_whatever_commit_is_lost_every_file_lands_once(site: Site) -> None:
    with lost_commit() as tried:
        begun(site.person("counts"))
        site.work_off(KIND)
    for number in range(1, 9):
        person = site.person(f"person-{number}")
        import_id = begun(person)
        with lost_commit(number) as tried, suppress(OperationalError):
            function_of(KIND)(import_id)
        site.work_off(KIND)
        assert person.get(f"/imports/{import_id}").json["counts"] == ALL, number
        assert len(person.ids(f"/people/{person.name}/images")) == 2, number
    assert tried["commit"] >= number


def test_a_store_that_is_away_in_the_middle_is_waited_for(site: Site, alice: Person) -> None:
    import_id = begun(alice)
    for name in ("open", "put"):
        with unsteady(site, (name, 1), after=False):
            function_of(KIND)(import_id)
        assert alice.get(f"/imports/{import_id}").json["finished_at"] is None
    site.work_off(KIND)
    assert alice.get(f"/imports/{import_id}").json["counts"] == ALL


@pytest.mark.parametrize(
    ("letters", "name"),
    [("gb2312", "照片/海边.jpg"), ("utf-8", "照片/Skärgård.jpg"), ("cp437", "Skärgård/Ängsö.jpg"), ("ascii", "a.jpg")],
)
def test_names_that_do_not_say_their_letters_are_read_as_they_were_meant(letters: str, name: str) -> None:
    assert meant_name(zipfile.ZipInfo(name.encode(letters).decode("cp437"))) == name
