"""Sites in which somebody is to be told of something: program, device, or mail; or something is looked for."""

from datetime import timedelta

from cms.crawls.checks import have_asked
from cms.extensions import now
from cms.jobs.names import SEND_DIGEST, SEND_PUSH
from cms.notifications.digests import begin_digests
from cms.transaction import writing
from tests.people import Person
from tests.services.push_browser import PushBrowser
from tests.site import Site


def hooked(site: Site, alice: Person) -> str:
    """The subject is a delivery to where nobody may be asked, so that an attempt ends in words and in no request."""
    hook = alice.post("/me/webhooks", {"url": "http://127.0.0.1:1/", "kinds": ["like"]}).json
    return str(alice.post(f"/me/webhooks/{hook['id']}/test").json["id"])


def gathering(_site: Site, alice: Person) -> str:
    """The subject is a crawl of where nobody may be asked, so that it ends in a refusal and in no request."""
    return str(alice.post("/crawls", {"kind": "page", "url": "http://127.0.0.1:1/"}).json["id"])


def checking(site: Site, _alice: Person) -> str:
    """The subject is a source that an operator had asked and does not offer any more, so that nobody is asked."""
    with site.app.app_context(), writing():
        have_asked(["feed-0"], "cup")
    return "feed-0"


def shown_by_a_device(site: Site, alice: Person) -> str:
    """The subject is a message to a device at a place where nobody may be asked, as above."""
    alice.post("/me/push", PushBrowser().subscription("https://127.0.0.1:1/"))
    site.person("bob").put("/people/alice/follow")
    [(_kind, delivery_id)] = site.waiting(SEND_PUSH.kind)
    return delivery_id


def told_by_mail(site: Site, alice: Person) -> str:
    """The subject is a digest of what an account wants to be told by mail."""
    alice.patch("/me/notification-settings", {"digest": "hourly", "kinds": {"follow": {"mail": True}}})
    site.person("bob").put("/people/alice/follow")
    with site.app.app_context(), writing():
        begin_digests(now() + timedelta(hours=1))
    [(_kind, digest_id)] = site.waiting(SEND_DIGEST.kind)
    return digest_id
