"""A moderator's browser: logged in with cookies, pressing the buttons of the admin as they are on the page."""

import re

from werkzeug.test import TestResponse

from tests.people import Person
from tests.site import PASSWORD, Site


class Room:
    """The admin as one person sees it."""

    def __init__(self, site: Site, person: Person) -> None:
        self.browser = site.browser
        assert self.browser.post("/session", {"login": person.name, "password": PASSWORD}).status_code == 200

    def page(self, table: str, **query: str) -> TestResponse:
        return self.browser.page(f"/admin/{table}/", query_string=query)

    def token(self, table: str) -> str:
        """The one that stands in the form of the page."""
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.page(table).text)
        assert found is not None
        return found.group(1)

    def press(self, table: str, action: str, *rows: str, token: str | None = None) -> TestResponse:
        """Press a button for these rows; with the page's token unless another is given."""
        form = {"action": action, "rowid": list(rows), "csrf_token": self.token(table) if token is None else token}
        return self.browser.client.post(f"/admin/{table}/action/", data=form)
