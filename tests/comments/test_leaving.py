"""When an account goes: what others answered keeps its place, all else that it said and liked is gone."""

from cms.accounts.models import Account
from cms.comments.models import CommentVersion
from cms.extensions import db
from tests.comments.saying import count, flat, listed, says
from tests.people import Person
from tests.site import Site


def test_the_comments_of_an_account_that_goes(
    site: Site, alice: Person, bob: Person, carol: Person, image: str
) -> None:
    answered, alone = says(bob, image, "answered"), says(bob, image, "alone")
    reply = says(carol, image, "reply", answered)
    says(bob, image, "below", reply)
    bob.patch(f"/comments/{answered}", {"text": "changed"})
    bob.put(f"/comments/{reply}/like")
    assert bob.call("DELETE", "/me", json={"password": bob.password, "name": "bob"}).status_code == 204
    site.work_off("erase-account")
    place, left = flat(listed(carol, image))
    assert (place["id"], place["deleted"], place["text"], place["author"]) == (answered, True, "", None)
    assert (left["text"], left["likes"], left["replies"]) == ("reply", 0, 0)
    assert carol.get(f"/comments/{alone}").status_code == 404
    assert count(carol, image) == 1
    with site.app.app_context():
        assert db.session.scalars(db.select(CommentVersion)).all() == []
        assert db.session.get(Account, bob.id) is None
