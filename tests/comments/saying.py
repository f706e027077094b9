"""How tests write, read and walk comments."""

from typing import Any

from tests.people import Person

Told = dict[str, Any]


def says(person: Person, image_id: str, text: str = "word", parent: str | None = None) -> str:
    """Comment on an image, which must be taken; its id."""
    body = {"text": text} | ({"parent": parent} if parent else {})
    answer = person.post(f"/images/{image_id}/comments", body)
    assert answer.status_code == 201, answer.text
    return str(answer.json["id"])


def listed(person: Person, image_id: str, **query: Any) -> list[Told]:
    answer = person.get(f"/images/{image_id}/comments", **query)
    assert answer.status_code == 200, answer.text
    return list(answer.json["items"])


def flat(threads: list[Told]) -> list[Told]:
    """All comments of these threads, in their order."""
    return [comment for thread in threads for comment in (thread, *thread["thread"])]


def texts(person: Person, image_id: str, **query: Any) -> list[str]:
    return [comment["text"] for comment in flat(listed(person, image_id, **query))]


def walked(person: Person, image_id: str, *, limit: int = 7, **query: Any) -> list[Told]:
    """Every comment on an image: the pages of threads, and the rest of each thread."""
    found, cursor = [], None
    while True:
        more = {"cursor": cursor} if cursor else {}
        page = person.get(f"/images/{image_id}/comments", limit=limit, **more, **query).json
        for thread in page["items"]:
            found += [thread, *thread["thread"], *rest_of(person, image_id, thread, limit=limit)]
        cursor = page["next"]
        if cursor is None:
            return found


def rest_of(person: Person, image_id: str, thread: Told, *, limit: int) -> list[Told]:
    found, cursor = [], thread["rest"]
    while cursor:
        page = person.get(f"/images/{image_id}/comments", parent=thread["id"], cursor=cursor, limit=limit).json
        found += page["items"]
        cursor = page["next"]
    return found


def opened(person: Person, comment_id: str) -> Told:
    answer = person.get(f"/comments/{comment_id}", context="true")
    assert answer.status_code == 200, answer.text
    told: Told = answer.json
    return told


def count(person: Person, image_id: str) -> int:
    return int(person.image(image_id)["counts"]["comments"])


def discusses(host: Person, guest: Person) -> None:
    """On an album of the host the guest said something, of which one thing was answered and liked."""
    album = host.post("/albums", {"title": "y", "category": "food", "privacy": "public"}).get_json()["id"]
    answered, _alone = (guest.post(f"/albums/{album}/comments", {"text": "x"}).get_json()["id"] for _ in range(2))
    reply = host.post(f"/albums/{album}/comments", {"text": "y", "parent": answered}).get_json()["id"]
    assert guest.put(f"/comments/{reply}/like").status_code == 200
