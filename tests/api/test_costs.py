"""What a request costs in SQL, however long the list and however deep the page."""

from collections.abc import Iterator

import pytest

from cms.extensions import db, new_id
from cms.images.models import Image, ImageTag
from cms.search import keeping
from cms.tags.queries import relations
from cms.transaction import writing
from tests.people import Person
from tests.site import Site, Statements

MANY = 250


@pytest.fixture
def many(site: Site, alice: Person) -> list[str]:
    """The ids of many open pictures with tags; rows alone, since nobody looks at their bytes."""
    with site.app.app_context(), writing():
        first = db.session.get(Image, alice.adds(privacy="public"))
        own = {column.key: getattr(first, column.key) for column in Image.__table__.columns}
        rows = [dict(own, id=new_id(), sha256=f"{n:064x}", state="ready", review="passed") for n in range(MANY)]
        db.session.execute(db.insert(Image), rows)
        tags = [{"id": new_id(), "image_id": row["id"], "key": "a", "label": "a", "source": "user"} for row in rows]
        db.session.execute(db.insert(ImageTag), tags)
    return [str(row["id"]) for row in rows]


@pytest.fixture
def statements(site: Site) -> Iterator[Statements]:
    with site.app.app_context():
        engine = db.engine
        relations()  # read anew twice a minute, and not by every page
    with Statements(engine) as run:
        yield run


@pytest.mark.parametrize("who", ["alice", "visitor"])
@pytest.mark.parametrize("query", [{}, {"owner": "alice"}, {"owner": "alice", "sort": "oldest"}])
def test_a_page_of_a_list_costs_five_statements_at_any_depth(
    many: list[str], statements: Statements, request: pytest.FixtureRequest, who: str, query: dict[str, str]
) -> None:
    person: Person = request.getfixturevalue(who)
    page, seen = person.get("/images", limit=100, **query).json, 0
    while page["next"]:
        statements.clear()
        page = person.get("/images", limit=100, cursor=page["next"], **query).json
        seen += len(page["items"])
        assert len(statements) <= 5
    assert seen >= MANY - 100


def test_a_page_by_ids_costs_five_statements(many: list[str], visitor: Person, statements: Statements) -> None:
    assert len(visitor.ids(ids=many[:100])) == 100
    assert len(statements) <= 5


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/images/ID", 4),
        ("/images/ID/classification", 4),
        ("/images/ID/original", 2),
        ("/me/timeline", 2),
        ("/session", 3),
    ],
)
def test_one_thing_costs_few_statements(
    many: list[str], alice: Person, statements: Statements, path: str, most: int
) -> None:
    statements.clear()
    assert alice.get(path.replace("ID", many[0])).status_code == 200
    assert len(statements) <= most


@pytest.mark.parametrize("who", ["alice", "bob", "visitor"])
@pytest.mark.parametrize(
    "path",
    [
        "/albums/ALBUM",
        "/albums/ALBUM/images",
        "/albums/ALBUM/zip",
        "/people/alice",
        "/people/alice/images",
        "/people/alice/albums",
        "/people/alice/followers",
    ],
)
def test_the_pages_of_albums_and_people_cost_five_statements(
    site: Site,
    alice: Person,
    many: list[str],
    request: pytest.FixtureRequest,
    path: str,
    who: str,
    statements: Statements,
) -> None:
    person: Person = request.getfixturevalue(who)
    fields = {"title": "top", "category": "other", "privacy": "public"}
    top = alice.post("/albums", fields).json["id"]
    album = alice.post("/albums", {**fields, "parent": top, "tags": ["a"], "images": many[:50]}).json["id"]
    for number in range(8):
        alice.post("/albums", {**fields, "parent": album})
        site.person(f"fan{number}").call("PUT", "/people/alice/follow")
    site.person("bob").call("PUT", "/people/alice/follow")
    statements.clear()
    assert person.get(path.replace("ALBUM", album)).status_code == 200
    assert len(statements) <= 5, statements


def test_a_page_of_the_trash_costs_five_statements(
    site: Site, alice: Person, many: list[str], statements: Statements
) -> None:
    for image_id in many[:40]:
        alice.delete(f"/images/{image_id}")
    cursor = alice.get("/me/trash").json["next"]
    statements.clear()
    assert len(alice.ids("/me/trash", cursor=cursor)) == 10
    assert len(statements) <= 5


@pytest.mark.parametrize("who", ["alice", "bob", "visitor"])
@pytest.mark.parametrize(
    "query", [{}, {"tag": "a"}, {"q": "alice", "sort": "oldest"}, {"q": "alice NOT x", "sort": "score"}]
)
def test_a_page_of_a_search_costs_five_statements_at_any_depth(
    site: Site, many: list[str], statements: Statements, request: pytest.FixtureRequest, who: str, query: dict[str, str]
) -> None:
    with site.app.app_context():
        keeping.rebuild(site.app.extensions["backends"].index)
    person: Person = request.getfixturevalue(who)
    page, seen = person.get("/search", limit=100, **query).json, 100
    assert page["total"] == {"value": MANY, "exact": True}
    while page["next"]:
        statements.clear()
        page = person.get("/search", limit=100, cursor=page["next"], **query).json
        seen += len(page["items"])
        assert len(statements) <= 5
    assert seen >= MANY
    statements.clear()
    assert person.get("/search/suggestions", q="a").json["items"]
    assert person.get("/tags").json["items"]
    assert len(statements) <= 6


@pytest.mark.parametrize("who", ["alice", "visitor"])
def test_a_search_in_an_album_costs_five_statements(
    site: Site, alice: Person, many: list[str], statements: Statements, request: pytest.FixtureRequest, who: str
) -> None:
    fields = {"title": "x", "category": "other", "privacy": "public", "images": many[:30]}
    album = alice.post("/albums", fields).json["id"]
    with site.app.app_context():
        keeping.rebuild(site.app.extensions["backends"].index)
    site.work_off()
    person: Person = request.getfixturevalue(who)
    statements.clear()
    page = person.get("/search", album=album, limit=100).json
    assert (len(page["items"]), page["chips"][-1]["label"]) == (30, "x")
    assert len(statements) <= 5


def test_a_search_that_finds_nothing_asks_the_pictures_nothing(visitor: Person, statements: Statements) -> None:
    """An empty list of ids once made SQLite look through every open picture."""
    assert visitor.get("/search", q="xyzzy").json["items"] == []
    assert not [sql for sql in statements if "images.effective_privacy" in sql]
