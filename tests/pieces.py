"""Files sent in pieces, as a client of tus does it."""

import base64
from typing import Any

from werkzeug.test import TestResponse

from tests.people import Person

TUS = {"Tus-Resumable": "1.0.0"}
PIECE = "application/offset+octet-stream"


def metadata(**told: str) -> str:
    return ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in told.items())


def begins(person: Person, length: int, **told: str) -> TestResponse:
    headers = {**TUS, "Upload-Length": str(length), "Upload-Metadata": metadata(**told)}
    return person.call("POST", "/uploads", headers=headers)


def begun(person: Person, length: int, **told: str) -> str:
    """The id of an upload that must be let begin."""
    answer = begins(person, length, **told)
    assert answer.status_code == 201, answer.text
    return str(answer.headers["Location"]).rpartition("/")[2]


def sends(person: Person, upload_id: str, piece: bytes, *, at: int, **more: Any) -> TestResponse:
    headers = {**TUS, "Upload-Offset": str(at), "Content-Type": PIECE, **more.pop("headers", {})}
    return person.call("PATCH", f"/uploads/{upload_id}", headers=headers, **{"data": piece, **more})


def offset(person: Person, upload_id: str) -> int:
    return int(person.call("HEAD", f"/uploads/{upload_id}", headers=TUS).headers["Upload-Offset"])


def sent(person: Person, file: bytes, *, pieces: int = 3, **told: str) -> TestResponse:
    """All of a file; the last answer."""
    upload_id, size = begun(person, len(file), **told), -(-len(file) // pieces)
    for start in range(0, len(file), size):
        answer = sends(person, upload_id, file[start : start + size], at=start)
    return answer
