"""POST /images/zip: several pictures at once, with names and captions, as far as the caller may have them."""

import csv
import io
import zipfile

from tests.factories import picture
from tests.media.pictures import encoded, exif, halves
from tests.people import Person
from tests.site import Site
from tests.states import prepared, set_image


def archive(person: Person, *ids: str) -> zipfile.ZipFile:
    answer = person.call("POST", "/images/zip", data={"ids": list(ids)})
    assert (answer.status_code, answer.content_type) == (200, "application/zip")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return zipfile.ZipFile(io.BytesIO(answer.data))


def captions(found: zipfile.ZipFile) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(found.read("captions.csv").decode("utf-8-sig"))))


def test_every_picture_comes_bit_for_bit_under_its_title(alice: Person) -> None:
    files = {title: picture() for title in ("Dune", "Sea")}
    found = archive(alice, *(alice.adds(file, title=title) for title, file in files.items()))
    assert {name: found.read(f"{name}.jpg") for name in files} == files
    assert found.testzip() is None


def test_no_two_names_are_the_same(alice: Person) -> None:
    titles = ["a", "A", "a (2)", "a", "a (2)", "captions"]
    names = archive(alice, *(alice.adds(title=title) for title in titles)).namelist()
    assert len(names) == 7
    assert len({name.casefold() for name in names}) == 7


def test_no_name_leads_out_of_the_folder(alice: Person) -> None:
    found = archive(alice, alice.adds(title="../../x"), alice.adds(title="/etc/passwd"), alice.adds(title="C:\\b"))
    assert all(not {"/", "\\", ":"} & set(name) and not name.startswith(".") for name in found.namelist())


def test_captions_are_kept(alice: Person) -> None:
    said = {"title": '沙丘, "x"', "description": "one\ntwo", "alt_text": "sand", "author": "Åsa", "licence": "CC0"}
    (row,) = captions(archive(alice, alice.adds(**said)))
    assert {name: row[name] for name in said} == said


def test_captions_do_nothing_in_a_spreadsheet(alice: Person) -> None:
    image_id = alice.adds(title="=1+1", description="@SUM(A1)", alt_text="+1", author="-1", licence="\t=1")
    (row,) = captions(archive(alice, image_id))
    assert all(not text.startswith(("=", "+", "-", "@", "\t", "\r")) for text in row.values())


def test_others_get_what_they_may_have_without_what_is_private(alice: Person, bob: Person, site: Site) -> None:
    told = prepared(site, alice, encoded(halves(), "jpeg", exif=exif()), title="open", privacy="public")
    hidden, bound = alice.adds(title="hidden"), prepared(site, alice, title="bound", privacy="public")
    set_image(site, bound, shared_spans=None)
    found = archive(bob, told, hidden, bound)
    assert found.namelist() == ["open.jpg", "captions.csv"]
    assert b"Secret" not in found.read("open.jpg")


def test_nothing_asked_for_gives_an_empty_table(alice: Person) -> None:
    assert archive(alice).namelist() == ["captions.csv"]


def test_what_failed_or_lies_in_the_trash_is_left_out(alice: Person, site: Site) -> None:
    thrown, failed = alice.adds(), alice.adds()
    alice.delete(f"/images/{thrown}")
    set_image(site, failed, state="failed")
    assert archive(alice, thrown, failed).namelist() == ["captions.csv"]


def test_more_than_can_be_given_are_refused_rather_than_left_out(alice: Person) -> None:
    answer = alice.call("POST", "/images/zip", data={"ids": ["0" * 26] * 1001})
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "ids")
