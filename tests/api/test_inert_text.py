"""What people write is text wherever it ends up: pages, JSON-LD, rooms of admins, archives, headers, log, terminal."""

import csv
import io
import json
import logging
import re
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.inert import for_script, for_spreadsheet, for_terminal
from cms.logs import FORM, OneLine
from cms.settings import CHECKOUT, Settings
from tests.admin.rooms import Room
from tests.people import Person
from tests.running import surroundings
from tests.site import Site
from tests.states import prepared, set_image

HOSTILE = {
    "an element": '<img src=x onerror="alert(1)">',
    "the end of an attribute": '"><script>alert(1)</script>',
    "the end of another": "'><svg/onload=alert(1)>",
    "the end of a script": "</script><script>alert(1)</script>",
    "a comment in a script": "<!--<script>alert(1)",
    "the end of a title": "</title><script>alert(1)</script>",
    "an entity": "&lt;script&gt;alert(1)&lt;/script&gt;",
    "a template": "{{7*7}}${7*7}#{7*7}<%= 7*7 %>{% raw %}",
    "a format": "%s%n%(name)s{0.__class__}%d",
    "a formula": "=1+1",
    "a command": "@SUM(1+1)*cmd|' /C calc'!A0",
    "a wide formula": "＝1+1",
    "an address": "javascript:alert(1)",
    "sql": "'; DROP TABLE images; --",
    "lines of javascript": "a\u2028alert(1)\u2029b",
    "a path": "../../etc/passwd\\..\\x",
    "a header": "x; filename=evil.exe",
    "signs beyond the plane": "😀" * 20 + "𠮷",
    "marks without end": "a" + "\u0301" * 60,
}
REFUSED = {
    "a NUL": "a\x00b",
    "terminal codes": "\x1b[2J\x1b]0;owned\x07",
    "eight-bit codes": "\x9b2J",
    "a bell": "a\x07",
    "the other direction": "abc\u202egnp.exe",
    "an isolate": "a\u2066b\u2069",
    "a delete": "a\x7f",
}
FIELDS = ("title", "description", "alt_text", "author", "licence")
PLAIN = {ord("\u2028"): None, ord("\u2029"): None}


class Elements(HTMLParser):
    """What a browser would make of a page: its elements, and the text of those that matter."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, str] = {}
        self._open = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self._open = f"{tag} {dict(attrs).get('type') or ''}".strip()

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        self.texts[self._open] = self.texts.get(self._open, "") + data

    def meta(self, name: str) -> str | None:
        return next((a["content"] for tag, a in self.found if tag == "meta" and a.get("property") == name), None)

    @property
    def skeleton(self) -> list[str]:
        """The elements with the names of their attributes."""
        return [f"{tag} {sorted(attributes)}" for tag, attributes in self.found]


@pytest.fixture
def page_of_calm_words(site: Site, alice: Person, visitor: Person) -> Elements:
    calm = dict.fromkeys(FIELDS, "calm")
    return Elements(visitor.page(f"/images/{prepared(site, alice, privacy='public', **calm)}").text)


def taken(text: str) -> str:
    """The text as a field keeps it."""
    return text.translate(PLAIN)[:80]


@pytest.mark.parametrize("kind", HOSTILE)
def test_on_the_page_of_a_picture_it_is_text(
    site: Site, alice: Person, visitor: Person, page_of_calm_words: Elements, kind: str
) -> None:
    text = taken(HOSTILE[kind])
    alice.patch("/me", {"display_name": text})
    image_id = prepared(site, alice, privacy="public", tags=["calm"], **dict.fromkeys(FIELDS, text))
    page = Elements(visitor.page(f"/images/{image_id}").text)
    assert page.skeleton == page_of_calm_words.skeleton
    assert page.texts["title"] == f"{text} · Pixels"
    assert (page.meta("og:title"), page.meta("og:description")) == (text, " ".join(text.split()))
    told = json.loads(page.texts["script application/ld+json"])
    assert (told["name"], told["description"], told["caption"]) == (text, text, text)
    assert (told["@type"], told["creator"]["name"], told["keywords"]) == ("ImageObject", text, ["calm"])
    assert "license" not in told


def test_json_ld_bears_the_nonce_of_its_answer_and_says_what_there_is(
    site: Site, alice: Person, visitor: Person
) -> None:
    answer = visitor.page(f"/images/{prepared(site, alice, privacy='public', title='Dune')}")
    (script,) = [a for tag, a in Elements(answer.text).found if a.get("type") == "application/ld+json"]
    assert f"'nonce-{script['nonce']}'" in answer.headers["Content-Security-Policy"]
    told = json.loads(Elements(answer.text).texts["script application/ld+json"])
    assert told["contentUrl"].startswith("http://localhost/api/v1/images/")
    assert (told["width"], told["height"], told["creator"]["name"]) == (320, 200, "Alice")


def test_of_a_private_picture_its_own_page_says_nothing(site: Site, alice: Person) -> None:
    page = Elements(alice.page(f"/images/{prepared(site, alice, title='Secretdune')}").text)
    assert "script application/ld+json" not in page.texts
    assert (page.meta("og:title"), page.texts["title"]) == (None, "Pixels")


@pytest.mark.parametrize("kind", HOSTILE)
def test_in_the_rooms_of_the_admin_it_is_text(site: Site, mod: Person, alice: Person, kind: str) -> None:
    text = taken(HOSTILE[kind])
    image_id = prepared(site, alice, title="calm", privacy="public")
    set_image(site, image_id, review="held")
    room = Room(site, mod)
    assert alice.patch("/me", {"display_name": "Calm"}).status_code == 200  # its work has a row already
    before = {name: Elements(room.page(name).text).skeleton for name in ("accounts", "held", "jobs")}
    assert alice.patch("/me", {"display_name": text}).status_code == 200
    set_image(site, image_id, title=text)
    for name, skeleton in before.items():
        assert Elements(room.page(name, **({"search": text} if name == "accounts" else {})).text).found
        assert Elements(room.page(name).text).skeleton == skeleton, name


@pytest.mark.parametrize("kind", HOSTILE)
def test_in_an_archive_it_is_text(site: Site, alice: Person, kind: str) -> None:
    text = taken(HOSTILE[kind])
    image_id = alice.adds(**dict.fromkeys(FIELDS, text))
    answer = alice.call("POST", "/images/zip", data={"ids": [image_id]})
    found = zipfile.ZipFile(io.BytesIO(answer.data))
    (row,) = csv.DictReader(io.StringIO(found.read("captions.csv").decode("utf-8-sig")))
    assert {row[name].removeprefix("'") for name in FIELDS} == {text.removeprefix("'")}
    assert all(not cell.lstrip().startswith(("=", "+", "-", "@", "|", "%", "＝")) for cell in row.values())
    assert all(re.fullmatch(r"[^/\\:*?\"<>|\x00-\x1f\u202e]+", name) for name in found.namelist())


@pytest.mark.parametrize("kind", [*HOSTILE, *REFUSED])
def test_in_the_name_of_a_download_it_is_text(alice: Person, kind: str) -> None:
    text = {**HOSTILE, **REFUSED}[kind]
    answer = alice.upload(name=f"{text}.jpg".replace("\x00", "").replace('"', "%22"))
    assert answer.status_code == 201
    assert alice.image(answer.json["id"])["file_name"].isprintable()
    header = alice.get(f"/images/{answer.json['id']}/original", download="true").headers["Content-Disposition"]
    assert header.startswith("attachment; filename")
    assert not re.search(r"[\x00-\x1f\x7f/\\<>]", header.partition("filename*=")[0])
    assert "evil.exe" not in header or "filename=evil" not in header


@pytest.mark.parametrize("kind", REFUSED)
@pytest.mark.parametrize("field", [*FIELDS, "tags"])
def test_what_no_text_needs_is_not_taken(alice: Person, kind: str, field: str) -> None:
    text: object = [REFUSED[kind]] if field == "tags" else REFUSED[kind]
    answer = alice.patch(f"/images/{alice.adds()}", {field: text})
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"].startswith(field)


@pytest.mark.parametrize("kind", REFUSED)
def test_nor_in_a_name(alice: Person, kind: str) -> None:
    assert alice.patch("/me", {"display_name": REFUSED[kind]}).status_code == 422


@pytest.fixture
def log_lines(caplog: pytest.LogCaptureFixture) -> Iterator[io.StringIO]:
    """What the log of a site would hold."""
    written = io.StringIO()
    stream = logging.StreamHandler(written)
    stream.setFormatter(OneLine(FORM))
    logging.getLogger().addHandler(stream)
    yield written
    logging.getLogger().removeHandler(stream)


FORGED_LINE = "%0d%0a2026-01-01%2000:00:00,000%20cms%20INFO%20forged%1b[2J"


def test_a_request_cannot_write_a_line_of_its_own_into_the_log(
    site: Site, alice: Person, log_lines: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: object) -> None:
        raise RuntimeError("first\r\n2026-01-01 00:00:00,000 cms INFO forged\x1b[2J")

    monkeypatch.setitem(site.app.view_functions, "images.show_image", broken)
    assert alice.get(f"/images/x{FORGED_LINE}").status_code == 500
    lines = log_lines.getvalue().split("\n")
    assert not [line for line in lines if line.startswith("2026-01-01 00:00")]
    records = [line for line in lines if line and not line.startswith("  | ")]
    assert len(records) == 1
    assert "\\r\\n" in records[0]
    assert all(line.isprintable() for line in lines)


def test_no_secret_of_a_link_or_token_is_kept_in_the_log(
    site: Site, alice: Person, log_lines: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: object) -> None:
        raise RuntimeError

    (welcome,) = {rule.endpoint for rule in site.app.url_map.iter_rules() if rule.rule == "/welcome/<token>"}
    monkeypatch.setitem(site.app.view_functions, welcome, broken)
    assert alice.page("/welcome/onetimesecret").status_code == 500
    assert "/welcome/…" in log_lines.getvalue()
    assert not [word for word in ("onetimesecret", alice.token) if word in log_lines.getvalue()]


def has_controls(text: str) -> bool:
    """Whether it holds codes, marks of direction, ends of lines, or halves of signs."""
    return any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") for c in text)


@given(st.text())
def test_a_record_is_one_line_whatever_is_in_it(text: str) -> None:
    record = logging.LogRecord("cms", logging.INFO, "", 1, "%s", (text,), None)
    line = OneLine(FORM).format(record)
    assert not has_controls(line)
    assert len(line.splitlines()) == 1


@given(st.recursive(st.text() | st.none() | st.integers(), lambda inner: st.dictionaries(st.text(), inner, max_size=3)))
def test_json_in_a_script_is_the_same_json_and_ends_nothing(thing: object) -> None:
    text = for_script(thing)
    assert json.loads(text) == thing
    assert not set("<>&\u2028\u2029") & set(text)


@given(st.text())
def test_no_cell_begins_like_a_formula(text: str) -> None:
    assert not for_spreadsheet(text).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))
    assert for_spreadsheet(text) in (text, "'" + text)


@given(st.text())
def test_nothing_reaches_a_terminal_but_signs_to_be_read(text: str) -> None:
    assert not has_controls(for_terminal(text))


def test_a_command_prints_no_codes_of_its_arguments(site: Site, settings: Settings) -> None:
    words = ["token", "create", "--user", "a\x1b[2J\x07\u202eb", "--scope", "*"]
    done = subprocess.run(
        [sys.executable, "run.py", *words], cwd=CHECKOUT, env=surroundings(settings), capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stderr.strip() == "There is no account a\\x1b[2J\\x07\\u202eb."
