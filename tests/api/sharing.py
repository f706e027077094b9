"""What the tests of share links have in common."""

from typing import Any

from tests.people import Person

WORD = "canarysoup"


def linked(person: Person, path: str, **terms: Any) -> str:
    """The secret of a fresh link to this thing."""
    answer = person.post(f"{path}/links", terms)
    assert answer.status_code == 201, answer.text
    return str(answer.json["token"])


def shown(person: Person, token: str) -> list[str]:
    answer = person.get(f"/share/{token}/images")
    assert answer.status_code == 200, answer.text
    return [image["id"] for image in answer.json["items"]]


def album_of(person: Person, *ids: str, **fields: Any) -> str:
    answer = person.post("/albums", {"title": "Cups", "category": "other", "images": list(ids), **fields})
    assert answer.status_code == 201, answer.text
    return str(answer.json["id"])


def collection_of(person: Person, *ids: str) -> str:
    collection_id = str(person.post("/collections", {"title": "Finds"}).json["id"])
    for image_id in ids:
        assert person.put(f"/collections/{collection_id}/items/image/{image_id}").status_code == 204
    return collection_id


def paths(token: str, image_id: str) -> list[str]:
    at = f"/share/{token}/images/{image_id}"
    return [f"/share/{token}", f"/share/{token}/images", f"{at}/renditions/400", f"{at}/original"]


def statuses(person: Person, token: str, image_id: str) -> list[int]:
    return [person.get(path).status_code for path in paths(token, image_id)]
