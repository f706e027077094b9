"""People for tests: alice owns, bob and carol are strangers, mod moderates, ada is admin; a visitor has no name."""

import io
import json
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.factories import picture

API = "/api/v1"


@dataclass
class Person:
    """Somebody at the API. With a token, as programs come; `browser()` gives one that comes with cookies."""

    app: Flask
    client: FlaskClient
    name: str = ""
    id: str = ""
    token: str = ""
    password: str = ""

    def call(self, method: str, path: str, **more: Any) -> TestResponse:
        return self.at(method, API + path, **more)

    def at(self, method: str, path: str, **more: Any) -> TestResponse:
        """Any address, as it stands in the route map."""
        headers = {**({"Authorization": f"Bearer {self.token}"} if self.token else {}), **more.pop("headers", {})}
        return self.client.open(path, method=method, headers=headers, **more)

    def page(self, path: str, **more: Any) -> TestResponse:
        """A page rather than the API."""
        headers = {"Accept": "text/html", **({"Authorization": f"Bearer {self.token}"} if self.token else {})}
        return self.client.open(path, headers=headers, **more)

    def get(self, path: str, **query: Any) -> TestResponse:
        return self.call("GET", path, query_string=query)

    def post(self, path: str, body: Any = None, **more: Any) -> TestResponse:
        return self.call("POST", path, json=body, **more)

    def patch(self, path: str, body: Any, **more: Any) -> TestResponse:
        return self.call("PATCH", path, json=body, **more)

    def put(self, path: str, body: Any = None) -> TestResponse:
        return self.call("PUT", path, json=body)

    def delete(self, path: str, **query: Any) -> TestResponse:
        return self.call("DELETE", path, query_string=query)

    def upload(
        self, file: bytes | None = None, *, name: str = "a.jpg", headers: dict[str, str] | None = None, **fields: Any
    ) -> TestResponse:
        """Send a picture as a form; without one, a picture of its own."""
        data = {"file": (io.BytesIO(picture() if file is None else file), name), **fields}
        return self.call("POST", "/images", data=data, headers=headers or {})

    def adds(self, file: bytes | None = None, **fields: Any) -> str:
        """Send a picture that must be taken; its id."""
        answer = self.upload(file, **fields)
        assert answer.status_code == 201, answer.text
        return str(answer.json["id"])  # type: ignore[index]

    def sees(self, image_id: str) -> bool:
        return self.get(f"/images/{image_id}").status_code == 200

    def image(self, image_id: str) -> dict[str, Any]:
        answer = self.get(f"/images/{image_id}")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = json.loads(answer.data)
        return found

    def ids(self, path: str = "/images", **query: Any) -> list[str]:
        answer = self.get(path, **query)
        assert answer.status_code == 200, answer.text
        return [item["id"] for item in json.loads(answer.data)["items"]]


@dataclass
class Browser(Person):
    """Somebody whose cookies are kept; changes carry the token that pages of the site know."""

    def call(self, method: str, path: str, **more: Any) -> TestResponse:
        if method != "GET":
            token = super().call("GET", "/session").get_json()["csrf_token"]
            more["headers"] = {"X-CSRFToken": token, **more.get("headers", {})}
        return super().call(method, path, **more)

    def logs_in(self, name: str, password: str, **fields: Any) -> TestResponse:
        return self.post("/session", {"login": name, "password": password, **fields})

    @property
    def is_logged_in(self) -> bool:
        return self.get("/me").status_code == 200


def solved(person: Person) -> dict[str, str]:
    """A fresh captcha and its answer, as somebody who can read."""
    captcha_id = person.get("/captcha").get_json()["id"]
    return {"captcha_id": captcha_id, "captcha": person.app.extensions["gate"].captchas.digits(captcha_id)}


def coming_from(address: str) -> dict[str, Any]:
    """What makes a request come from this address."""
    return {"environ_overrides": {"REMOTE_ADDR": address}}
