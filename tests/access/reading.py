"""Every way in which a picture can be read, by the route that it goes through.

A reader answers whether this person got the picture that way. What a route shows must be in `READS`, or in
`showing_none.SHOW_NONE`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from cms.index import open_index
from tests.access import table
from tests.access.archive_reading import album_archive, album_ledgers, archive
from tests.access.class_reading import (
    counted_by_class,
    example_of_class,
    found_by_class,
    known_to_class,
    suggested_as_class,
    told_of_class,
)
from tests.access.collection_reading import can_be, collected, copied
from tests.access.comment_reading import below_comment, comment
from tests.access.likeness_reading import asks_with, copies, found_by_bytes, meant, question, similar
from tests.access.saved_reading import (
    counted_by_saved_search,
    counted_in_saved_list,
    for_project,
    in_saved_search,
    on_board,
)
from tests.access.share_reading import foreign_collection, its_album, itself, opens, own_collection, packs, sends
from tests.access.syndicated_reading import TAKEN
from tests.access.taste_reading import recommended
from tests.access.told_reading import WAYS
from tests.access.world import World
from tests.people import Person

Reader = Callable[[Person, World, str], bool]
SIZES = ("64", "400", "1600")
MOST_PAGES = 8
"""Of a room of the admin."""


@dataclass(frozen=True)
class Read:
    """One way: the endpoint it goes through, how to try it, and what the table says of it."""

    endpoint: str
    reads: Reader
    should: Callable[[str, str], bool]


def gets(path: str, *, method: str = "GET", **headers: str) -> Reader:
    """The picture is there at this address: its bytes, its object, its page."""

    def read(person: Person, world: World, picture: str) -> bool:
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        address = path.replace("ID", world.pictures[picture])
        answer = person.call(method, address, headers=named)
        assert answer.status_code in (200, 206, 304, 401, 404), (picture, answer.status_code)
        return answer.status_code < 400

    return read


def knows_version(person: Person, world: World, picture: str) -> bool:
    """Somebody who knows what a rendition looked like asks whether it changed."""
    path = f"/images/{world.pictures[picture]}/renditions/400"
    owner = world.person("owner", picture)
    tag = owner.get(path).headers.get("ETag", '"none"')
    return person.call("GET", path, headers={"If-None-Match": tag}).status_code in (200, 304)


def named(text: str, world: World, picture: str) -> str:
    text = text.replace("OWNER", world.owner_name(picture)).replace("ALBUM", world.album_of(picture))
    return text.replace("ID", world.pictures[picture]).replace("TITLE", picture).replace("TAG", world.tags[picture])


def lists(path: str, **query: str) -> Reader:
    """The picture is in this list, on whichever page."""

    def read(person: Person, world: World, picture: str) -> bool:
        asked = {name: named(text, world, picture) for name, text in query.items()}
        answer = person.get(named(path, world, picture), limit="100", **asked)
        return answer.status_code == 200 and world.pictures[picture] in [item["id"] for item in answer.json["items"]]

    return read


def counts(path: str, **query: str) -> Reader:
    """It is counted among what this list has in common: its own tag is named."""

    def read(person: Person, world: World, picture: str) -> bool:
        asked = {name: named(text, world, picture) for name, text in query.items()}
        answer = person.get(path, limit="20", **asked)
        if answer.status_code == 401:
            return False
        found = answer.json["facets"]["tag"] if path == "/search" else answer.json["items"]
        named_tag = [one["count"] for one in found if one["key"] == world.tags[picture]]
        assert named_tag in ([], [1])
        assert path != "/search" or answer.json["total"] == {"value": len(named_tag), "exact": True}
        return bool(named_tag)

    return read


def without_engine(reader: Reader) -> Reader:
    """The same while the search engine is away."""

    def read(person: Person, world: World, picture: str) -> bool:
        extensions = world.site.app.extensions
        whole = extensions["backends"]
        extensions["backends"] = replace(whole, index=open_index("elasticsearch://127.0.0.1:1/images"))
        try:
            return reader(person, world, picture)
        finally:
            extensions["backends"] = whole

    return read


def page(person: Person, world: World, picture: str) -> bool:
    answer = person.page(f"/images/{world.pictures[picture]}")
    is_described = f'og:title" content="{picture}"' in answer.text
    assert is_described == (answer.status_code == 200 and picture in table.OPEN)
    return answer.status_code == 200


def covers_page(person: Person, world: World, picture: str) -> bool:
    """It is the picture of a page that describes an album to machines, which are nobody."""
    return world.pictures[picture] in person.page(f"/albums/{world.covered[picture]}").text


def timeline(person: Person, world: World, picture: str) -> bool:
    return world.pictures[picture] in (person.get("/me/timeline").json.get("ids") or [])


def known(person: Person, world: World, picture: str) -> bool:
    answer = person.post("/images/known", {"sha256": [world.hashes[picture]]})
    return bool(answer.json.get("known"))


def album_images(person: Person, world: World, picture: str) -> bool:
    """In the list of its album; a hidden album is not there."""
    answer = person.get(f"/albums/{world.album_of(picture)}/images", limit="100")
    assert answer.status_code in (200, 401, 404)
    return answer.status_code == 200 and world.pictures[picture] in [item["id"] for item in answer.json["items"]]


def cover(person: Person, world: World, picture: str) -> bool:
    """It shows an album that everyone may see."""
    answer = person.get(f"/albums/{world.covered[picture]}")
    assert answer.status_code in (200, 401, 404)
    shown = answer.json.get("cover") or {}
    return shown.get("id") == world.pictures[picture]


def as_others(person: Person, world: World, picture: str) -> bool:
    """Its owner looks with the eyes of a follower."""
    answer = person.get(f"/people/{world.owner_name(picture)}/images", limit="100", **{"as": "follower"})
    assert answer.status_code in (200, 401, 403, 404)
    return answer.status_code == 200 and world.pictures[picture] in [item["id"] for item in answer.json["items"]]


def names_album(person: Person, world: World, picture: str) -> bool:
    """The picture tells which album it is in."""
    answer = person.get(f"/images/{world.pictures[picture]}")
    return answer.status_code == 200 and (answer.json["album"] or {}).get("id") == world.album_of(picture)


def previewed(person: Person, world: World, picture: str) -> bool:
    """Somebody means to change it; whoever may not hears as much as of one that was never there."""
    ids = [world.pictures[picture], "01ARZ3NDEKTSV4RRFFQ69G5FAV"]
    answer = person.post("/batch-edits/preview", {"ids": ids, "change": {"title": "taken"}})
    if answer.status_code == 401:
        return False
    shown = [item["image"]["id"] for item in answer.json["items"]]
    assert (answer.json["total"], answer.json["refused"]) == (2, 2 - len(shown))
    return shown == ids[:1]


def own_search(person: Person, world: World, picture: str) -> bool:
    """Among one's own."""
    answer = person.get("/search", tag=world.tags[picture], scope="mine")
    assert answer.status_code in (200, 401)
    return answer.status_code == 200 and world.pictures[picture] in [item["id"] for item in answer.json["items"]]


def room(name: str) -> Reader:
    """It is mentioned on some page of this room of the admin."""

    def read(person: Person, world: World, picture: str) -> bool:
        for number in range(MOST_PAGES):
            answer = person.page(f"/admin/{name}/?page={number}")
            if answer.status_code != 200 or world.pictures[picture] in answer.text:
                return answer.status_code == 200
        return False

    return read


READS = {
    "object": Read("images.show_image", gets("/images/ID"), table.looks_at),
    "object, head": Read("images.show_image", gets("/images/ID", method="HEAD"), table.looks_at),
    "classification": Read("images.show_classification", gets("/images/ID/classification"), table.looks_at),
    "text": Read("images.show_text", gets("/images/ID/text"), table.looks_at),
    "caption": Read("images.show_captions", gets("/images/ID/caption"), table.looks_at),
    "ledger": Read("provenance.show_provenance", gets("/images/ID/provenance"), table.looks_at),
    "ledger, file": Read("provenance.export_provenance", gets("/images/ID/provenance/export"), table.looks_at),
    "album's ledgers": Read("provenance.export_album_provenance", album_ledgers, table.in_seen_album),
    "original": Read("images.show_original", gets("/images/ID/original"), table.has_original),
    "original, head": Read("images.show_original", gets("/images/ID/original", method="HEAD"), table.has_original),
    "original, part": Read("images.show_original", gets("/images/ID/original", Range="bytes=0-9"), table.has_original),
    "download": Read("images.show_original", gets("/images/ID/original?download=true"), table.has_original),
    "rendition, head": Read("images.show_rendition", gets("/images/ID/renditions/400", method="HEAD"), table.has_bytes),
    "rendition, part": Read(
        "images.show_rendition", gets("/images/ID/renditions/400", Range="bytes=0-9"), table.has_bytes
    ),
    "rendition, unchanged": Read("images.show_rendition", knows_version, table.has_bytes),
    "page": Read("pages.image_page", page, table.looks_at),
    "explore": Read("images.list_images", lists("/images"), table.in_explore),
    "explore, oldest": Read("images.list_images", lists("/images", sort="oldest"), table.in_explore),
    "comments": Read("comments.list_on_image", gets("/images/ID/comments"), table.sees),
    "comments, below one": Read("comments.list_on_image", below_comment, table.sees),
    "comment": Read("comments.show_comment", comment, table.sees),
    "owner's list": Read("images.list_images", lists("/images", owner="OWNER"), table.is_listed),
    "list by id": Read("images.list_images", lists("/images", ids="ID"), table.is_listed),
    "person's list": Read("images.list_images_of", lists("/people/OWNER/images"), table.is_listed),
    "list by album": Read("images.list_images", lists("/images", album="ALBUM"), table.is_listed),
    "album's list": Read("albums.list_album_images", album_images, table.in_seen_album),
    "album's archive": Read("albums.download_album", album_archive, table.in_album_archive),
    "album's cover": Read("albums.show_album", cover, table.is_cover),
    "cover of a page": Read("pages.album_page", covers_page, table.covers_page),
    "as a follower": Read("images.list_images_of", as_others, table.seen_as_follower),
    "names its album": Read("images.show_image", names_album, table.names_album),
    "search": Read("search.search", lists("/search", q='"TITLE"'), table.is_listed),
    "search, by what is meant": Read("search.search", meant, table.is_listed),
    "search, by tag": Read("search.search", lists("/search", tag="TAG"), table.is_listed),
    "search, own": Read("search.search", own_search, table.own_listed),
    "search, counts": Read("search.search", counts("/search", tag="TAG"), table.is_listed),
    "search, engine away": Read("search.search", without_engine(lists("/search", q='"TITLE"')), table.is_listed),
    "suggestions": Read("search.suggest", counts("/search/suggestions", q="TAG"), table.is_listed),
    "tag statistics": Read("search.list_tags", counts("/tags", q="TAG"), table.is_listed),
    "tags, engine away": Read("search.list_tags", without_engine(counts("/tags", q="TAG")), table.is_listed),
    "project": Read("projects.list_references", for_project, table.in_saved_search),
    "project board": Read("projects.show_board", on_board, table.on_board),
    "saved search": Read("saved_searches.list_found", in_saved_search, table.in_saved_search),
    "saved search, away": Read("saved_searches.list_found", without_engine(in_saved_search), table.in_saved_search),
    "saved search, counts": Read("saved_searches.show_search", counted_by_saved_search, table.in_saved_search),
    "saved searches, counts": Read("saved_searches.list_searches", counted_in_saved_list, table.in_saved_search),
    "own class": Read("search.search", found_by_class, table.own_listed),
    "own class, engine away": Read("search.search", without_engine(found_by_class), table.own_listed),
    "own class, counts": Read("search.search", counted_by_class, table.own_listed),
    "own class, suggestions": Read("search.suggest", suggested_as_class, table.own_listed),
    "own classes of a picture": Read("classes.list_classes", known_to_class, table.own_listed),
    "own class, number of pictures": Read("classes.show_class", told_of_class, table.is_own),
    "examples of a class": Read("classes.list_examples", example_of_class, table.in_class_examples),
    "like": Read("likes.like_image", can_be("like"), table.may_mark),
    "collect": Read("collections.collect_image", can_be("collect"), table.may_mark),
    "copy": Read("collections.copy_image", copied, table.may_copy),
    "collection": Read("collections.list_items", collected, table.is_listed),
    "recommendations": Read("recommendations.list_recommendations", recommended, table.is_recommended),
    "trash": Read("images.list_trash", lists("/me/trash"), table.own_trashed),
    "timeline": Read("images.show_timeline", timeline, table.own_listed),
    "known": Read("images.known_hashes", known, table.is_known),
    "archive": Read("images.download_archive", archive, table.in_archive),
    "search by its bytes": Read("likeness.show_search", found_by_bytes, table.is_found),
    "search by the picture": Read("likeness.search_by_picture", asks_with, table.is_asked_with),
    "picture of a search": Read("likeness.show_question", question, table.is_asked_with),
    "similar": Read("likeness.list_similar", similar, table.is_found),
    "copies": Read("likeness.list_copies", copies, table.own_found),
    "preview of an edit": Read("batch_edits.preview_edit", previewed, table.may_change),
    "held room": Read("admin_held.index_view", room("held"), table.in_held_room),
    "jobs room": Read("admin_jobs.index_view", room("jobs"), table.in_jobs_room),
    "accounts room": Read("admin_accounts.index_view", room("accounts"), lambda _person, _picture: False),
} | {
    f"rendition {size}, {name}": Read("images.show_rendition", reader, table.has_bytes)
    for size in SIZES
    for name, reader in {
        "get": gets(f"/images/ID/renditions/{size}"),
        "versioned": gets(f"/images/ID/renditions/{size}?v=0"),
    }.items()
}
READS |= {name: Read(*parts) for name, parts in (WAYS | TAKEN).items()}
LINKED = {
    "itself": (itself, table.by_link),
    "its album": (its_album, table.by_link_of_album),
    "a collection of its owner's": (own_collection, table.by_link),
    "a collection of somebody else's": (foreign_collection, table.in_explore),
}
for _name, (_thing, _should) in LINKED.items():
    READS |= {
        f"link to {_name}": Read("shares.list_images", opens(_thing), _should),
        f"link to {_name}, rendition": Read("shares.show_rendition", sends(_thing, "renditions/400"), _should),
        f"link to {_name}, original": Read("shares.show_original", sends(_thing, "original"), _should),
        f"link to {_name}, archive": Read("shares.download_archive", packs(_thing), _should),
        f"link to {_name}, head": Read("shares.show_original", sends(_thing, "original", "HEAD"), _should),
    }
