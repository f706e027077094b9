"""Sites in which a program of somebody is to be told of something."""

from tests.people import Person
from tests.site import Site


def hooked(site: Site, alice: Person) -> str:
    """The subject is a delivery to where nobody may be asked, so that an attempt ends in words and in no request."""
    hook = alice.post("/me/webhooks", {"url": "http://127.0.0.1:1/", "kinds": ["like"]}).json
    return str(alice.post(f"/me/webhooks/{hook['id']}/test").json["id"])
