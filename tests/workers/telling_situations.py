"""Sites in which somebody is to be told of something: their program, or they by mail; or something is looked for."""

from datetime import timedelta

from cms.extensions import now
from cms.jobs.names import SEND_DIGEST
from cms.notifications.digests import begin_digests
from cms.transaction import writing
from tests.people import Person
from tests.site import Site


def hooked(site: Site, alice: Person) -> str:
    """The subject is a delivery to where nobody may be asked, so that an attempt ends in words and in no request."""
    hook = alice.post("/me/webhooks", {"url": "http://127.0.0.1:1/", "kinds": ["like"]}).json
    return str(alice.post(f"/me/webhooks/{hook['id']}/test").json["id"])


def gathering(_site: Site, alice: Person) -> str:
    """The subject is a crawl of where nobody may be asked, so that it ends in a refusal and in no request."""
    return str(alice.post("/crawls", {"kind": "page", "url": "http://127.0.0.1:1/"}).json["id"])


def told_by_mail(site: Site, alice: Person) -> str:
    """The subject is a digest of what an account wants to be told by mail."""
    alice.patch("/me/notification-settings", {"digest": "hourly", "kinds": {"follow": {"mail": True}}})
    site.person("bob").put("/people/alice/follow")
    with site.app.app_context(), writing():
        begin_digests(now() + timedelta(hours=1))
    [(_kind, digest_id)] = site.waiting(SEND_DIGEST.kind)
    return digest_id
