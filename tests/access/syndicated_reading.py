"""Ways in which a picture leaves the site for others: feeds, embeds, sitemaps."""

from collections.abc import Callable

from tests.access import table
from tests.access.world import World
from tests.people import Person

Reader = Callable[[Person, World, str], bool]


def fed(path: str) -> Reader:
    """It is an entry of this feed."""

    def read(person: Person, world: World, picture: str) -> bool:
        asked = path.replace("OWNER", world.owner_name(picture)).replace("ALBUM", world.album_of(picture))
        answer = person.at("GET", f"{asked.replace('TAG', world.tags[picture])}limit=100")
        assert answer.status_code in (200, 401, 404), answer.status_code
        is_entry = f"/images/{world.pictures[picture]}</id>" in answer.text
        assert is_entry or world.pictures[picture] not in answer.text
        return answer.status_code == 200 and is_entry

    return read


def embedded(person: Person, world: World, picture: str) -> bool:
    address = f"http://localhost/images/{world.pictures[picture]}"
    answer = person.at("GET", "/oembed", query_string={"url": address})
    assert answer.status_code in (200, 401, 404)
    return answer.status_code == 200 and answer.json["title"] == picture


def mapped(person: Person, world: World, picture: str) -> bool:
    answer = person.at("GET", "/sitemaps/images.xml")
    assert answer.status_code in (200, 401)
    return answer.status_code == 200 and world.pictures[picture] in answer.text


TAKEN = {
    "feed of its owner": ("syndication.feed_of_person", fed("/people/OWNER/feed.atom?"), table.in_explore),
    "feed of its album": ("syndication.feed_of_album", fed("/albums/ALBUM/feed.atom?"), table.in_explore),
    "feed of its tag": ("syndication.feed_of_tag", fed("/tags/TAG/feed.atom?"), table.in_explore),
    "feed of a search": ("syndication.feed_of_search", fed("/search/feed.atom?tag=TAG&"), table.in_explore),
    "embed": ("syndication.embed", embedded, table.in_explore),
    "sitemap": ("syndication.sitemap", mapped, table.is_mapped),
}
