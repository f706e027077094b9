"""Every way in which an album can be known of, by the route that it goes through."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.access import table
from tests.access.world import ALBUM_COLUMNS, World
from tests.people import Person

Reader = Callable[[Person, World, str], bool]


@dataclass(frozen=True)
class AlbumRead:
    """One way: how to try it, and what the table says of it."""

    reads: Reader
    should: Callable[[str, str], bool]


def gets(path: str, method: str = "GET") -> Reader:
    def read(person: Person, world: World, album: str) -> bool:
        answer = person.call(method, path.replace("ID", world.albums[album]))
        assert answer.status_code in (200, 401, 404), (album, answer.status_code)
        return answer.status_code == 200

    return read


def lists(parent: bool = False, **query: str) -> Reader:
    """In the owner's list; of those below its parent, or of all."""

    def read(person: Person, world: World, album: str) -> bool:
        above = ALBUM_COLUMNS[album][2]
        asked = {"parent": world.albums[above] if above else "top"} if parent else {}
        answer = person.get(f"/people/{world.owner_name(album)}/albums", limit="100", **asked, **query)
        assert answer.status_code in (200, 401, 403, 404)
        return answer.status_code == 200 and world.albums[album] in [item["id"] for item in answer.json["items"]]

    return read


def page(person: Person, world: World, album: str) -> bool:
    """Its page, which describes to machines only what everyone may see."""
    answer = person.page(f"/albums/{world.albums[album]}")
    is_described = f'og:title" content="{album}"' in answer.text
    assert is_described == (answer.status_code == 200 and table.sees_album("visitor", album))
    return answer.status_code == 200


def is_child(person: Person, world: World, album: str) -> bool:
    """Named by the album that it is in."""
    above = ALBUM_COLUMNS[album][2]
    answer = person.get(f"/albums/{world.albums[above or album]}")
    return world.albums[album] in [child["id"] for child in answer.json.get("children", [])]


def is_parent(person: Person, world: World, album: str) -> bool:
    """Named by an album that is in it."""
    below = {above: name for name, (_, _, above) in ALBUM_COLUMNS.items() if above}
    answer = person.get(f"/albums/{world.albums[below.get(album, album)]}")
    return world.albums[album] in [above["id"] for above in answer.json.get("ancestors", [])]


def is_below(album: str) -> bool:
    return ALBUM_COLUMNS[album][2] is not None


def is_above(album: str) -> bool:
    return any(above == album for _, _, above in ALBUM_COLUMNS.values())


def embeds(person: Person, world: World, album: str) -> bool:
    """How other pages would show it."""
    address = f"http://localhost/albums/{world.albums[album]}"
    answer = person.at("GET", "/oembed", query_string={"url": address})
    assert answer.status_code in (200, 401, 404)
    return answer.status_code == 200 and answer.json["title"] == album


def has_feed(person: Person, world: World, album: str) -> bool:
    answer = person.at("GET", f"/albums/{world.albums[album]}/feed.atom")
    assert answer.status_code in (200, 401, 404)
    return answer.status_code == 200 and f"<title>{album} " in answer.text


def is_mapped(person: Person, world: World, album: str) -> bool:
    """In the sitemap, which is the same for everybody."""
    return world.albums[album] in person.at("GET", "/sitemaps/albums.xml").text


READS = {
    "object": AlbumRead(gets("/albums/ID"), table.sees_album),
    "object, head": AlbumRead(gets("/albums/ID", "HEAD"), table.sees_album),
    "page": AlbumRead(page, table.sees_album),
    "images": AlbumRead(gets("/albums/ID/images"), table.sees_album),
    "archive": AlbumRead(gets("/albums/ID/zip"), table.sees_album),
    "archive, head": AlbumRead(gets("/albums/ID/zip", "HEAD"), table.sees_album),
    "ledgers": AlbumRead(gets("/albums/ID/provenance/export"), table.sees_album),
    "comments": AlbumRead(gets("/albums/ID/comments"), table.sees_album),
    "list": AlbumRead(lists(), table.sees_album),
    "list below": AlbumRead(lists(parent=True), table.sees_album),
    "as a follower": AlbumRead(
        lists(**{"as": "follower"}), lambda who, album: who == "owner" and table.sees_album("follower", album)
    ),
    "as a stranger": AlbumRead(
        lists(**{"as": "stranger"}), lambda who, album: who == "owner" and table.sees_album("stranger", album)
    ),
    "embed": AlbumRead(embeds, table.takes_album),
    "feed": AlbumRead(has_feed, table.takes_album),
    "sitemap": AlbumRead(is_mapped, lambda _who, album: table.sees_album("visitor", album)),
    "child": AlbumRead(is_child, lambda who, album: is_below(album) and table.sees_album(who, album)),
    "parent": AlbumRead(
        is_parent,
        lambda who, album: (
            is_above(album)
            and any(table.sees_album(who, name) for name, (_, _, above) in ALBUM_COLUMNS.items() if above == album)
        ),
    ),
}
