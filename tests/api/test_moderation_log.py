"""The log tells who did what and why, and shows when somebody changed it behind the site's back."""

import json

from sqlalchemy import text

from cms.extensions import db
from cms.moderation.log import broken
from cms.transaction import reading, writing
from tests.api.moderating import appeals, reported_and_decided, undoes
from tests.people import Person
from tests.site import Site


def faults(site: Site) -> list[str]:
    with site.app.app_context(), reading():
        return broken()


def changes(site: Site, statement: str) -> None:
    with site.app.app_context(), writing():
        db.session.execute(text(statement))


def filled(site: Site, alice: Person, mod: Person) -> None:
    _, decision = reported_and_decided(site, alice, mod, "hide", "limit")
    appeals(alice, decision)
    undoes(mod, decision)


def test_the_log_tells_who_did_what_and_why_newest_first(site: Site, alice: Person, mod: Person) -> None:
    filled(site, alice, mod)
    lines = mod.get("/moderation/log").json["items"]
    assert [(line["by"], line["what"], line["why"]) for line in lines] == [
        ("mod", "undo", "mistake"),
        ("alice", "appeal", "please"),
        ("mod", "decide", "r"),
    ]
    assert lines[2]["after"]["actions"] == ["hide", "limit"]
    page = mod.get("/moderation/log", limit=2).json
    assert len(mod.get("/moderation/log", limit=2, cursor=page["next"]).json["items"]) == 1


def test_the_export_holds_every_line_with_the_hash_of_the_one_before(site: Site, alice: Person, mod: Person) -> None:
    filled(site, alice, mod)
    lines = [json.loads(line) for line in mod.get("/moderation/log.jsonl").text.splitlines()]
    assert [line["number"] for line in lines] == [1, 2, 3]
    assert [line["previous"] for line in lines[1:]] == [line["hash"] for line in lines[:-1]]


def test_a_changed_line_a_missing_one_and_a_new_order_are_noticed(site: Site, alice: Person, mod: Person) -> None:
    filled(site, alice, mod)
    assert faults(site) == []
    changes(site, "UPDATE moderation_log SET reason = 'nothing' WHERE number = 2")
    assert faults(site) == ["2"]
    changes(site, "DELETE FROM moderation_log WHERE number = 2")
    assert faults(site) == ["3"]
