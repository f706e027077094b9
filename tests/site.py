"""A site in this process on really running back ends: the application, its people, and workers that do what is due."""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from flask import Flask
from flask_security.utils import hash_password
from sqlalchemy import Engine, event, update

from cms import create_app
from cms.access.viewer import Role
from cms.accounts.models import Account
from cms.accounts.service import create_token
from cms.extensions import db, new_id, now
from cms.jobs.names import BY_KIND
from cms.settings import Settings
from cms.transaction import reading, writing
from cms.work import queries as work
from cms.work.models import Work, WorkState
from tests.people import Browser, Person
from workers import runtime
from workers.reverse_search.jobs import find_similar

PASSWORD = "correct horse battery"


@dataclass
class Site:
    """`work_off` does all due work as the workers would; `statements` counts SQL while a block runs."""

    app: Flask
    hashed: str = ""
    people: dict[str, Person] = field(default_factory=dict)

    def person(self, name: str, role: Role = Role.MEMBER, *, scopes: tuple[str, ...] = ("*",), **fields: Any) -> Person:
        """Somebody with an account and a token; the same name gives the same person."""
        if name not in self.people:
            with self.app.app_context(), writing():
                account = Account(
                    id=new_id(),
                    name=name,
                    email=f"{name}@example.org",
                    display_name=name.title(),
                    password=self.hashed,
                    role=role,
                    **fields,
                )
                db.session.add(account)
                db.session.flush()
                token = create_token(account, name="tests", scopes=list(scopes), ends=None)[1]
                self.people[name] = Person(
                    self.app, self.app.test_client(use_cookies=False), name, account.id, token, PASSWORD
                )
        return self.people[name]

    @property
    def visitor(self) -> Person:
        return Person(self.app, self.app.test_client(use_cookies=False))

    @property
    def browser(self) -> Person:
        """A visitor whose cookies are kept, who can log in."""
        return Person(self.app, self.app.test_client())

    @property
    def page(self) -> Browser:
        """The same, with the site's own pages open: changes carry their token."""
        return Browser(self.app, self.app.test_client())

    def logged_in(self, name: str) -> Browser:
        """A browser in which this person is logged in."""
        person, page = self.person(name), self.page
        assert page.logs_in(person.name, PASSWORD).status_code == 200
        page.name, page.id, page.password = person.name, person.id, PASSWORD
        return page

    def letters(self, address: str = "") -> list[EmailMessage]:
        """What was sent (to this address) so far, oldest first; all mails that are due are sent first."""
        self.work_off("send-mail")
        return [letter for letter in self.sent() if not address or letter["To"] == address]

    def sent(self) -> list[EmailMessage]:
        """What lies in the folder of mails."""
        folder = Path(self.app.extensions["settings"].mail.partition(":")[2])
        found: list[Any] = [message_from_bytes(f.read_bytes(), policy=SMTP) for f in sorted(folder.glob("*.eml"))]
        return found

    def work_off(self, *kinds: str, times: int = 1) -> int:
        """Do what waits, as if pauses were over, each job as often as said; how many pieces of work there were."""
        done = 0
        self.end_pauses()
        while pending := self.waiting(*kinds):
            for kind, subject_id in pending:
                for _ in range(times):
                    function_of(kind)(subject_id)
            done += len(pending)
            self.end_pauses()
        return done

    def end_pauses(self) -> None:
        """What is put off is due."""
        with self.app.app_context(), writing():
            put_off = update(Work).where(Work.state == WorkState.WAITING, Work.due_at > now())
            db.session.execute(put_off.values(due_at=now()))

    def tell_similar(self, *image_ids: str) -> None:
        """Answer what is similar to these, as the worker does that is asked for it."""
        runtime.serve_app(self.app)
        for image_id in image_ids:
            find_similar(image_id)

    def waiting(self, *kinds: str) -> list[tuple[str, str]]:
        with self.app.app_context(), reading():
            rows = db.session.query(Work).filter(Work.state == WorkState.WAITING).order_by(Work.created_at).all()
            return [(row.kind, row.subject_id) for row in rows if not kinds or row.kind in kinds]

    def work_on(self, kind: str, subject_id: str) -> Work:
        with self.app.app_context(), reading():
            row = work.work_on(kind, subject_id)
            assert row is not None
            db.session.expunge(row)
            return row


def token_in(letter: EmailMessage) -> str:
    """The secret of the link in a letter."""
    [found] = re.findall(r"/(?:confirm|recover)/([\w-]{40,})", letter.get_content())
    return str(found)


def function_of(kind: str) -> Callable[[str], None]:
    module, _, name = BY_KIND[kind].function.rpartition(".")
    found: Callable[[str], None] = getattr(import_module(module), name)
    return found


@cache
def hashed_password() -> str:
    """Everybody's password, hashed once: it is costly on purpose."""
    hashed: str = hash_password(PASSWORD)
    return hashed


def own_models(models: Path, folder: Path) -> Path:
    """The same models in a folder of its own, among which others can be kept."""
    folder.mkdir()
    for file in models.iterdir():
        if file.is_file():
            (folder / file.name).symlink_to(file)
    return folder


def open_site(settings: Settings) -> Site:
    """The application of these settings, whose jobs run in this process."""
    app = create_app(settings)
    runtime.serve_app(app)
    with app.app_context():
        return Site(app, hashed_password())


class Statements(list[str]):
    """The SQL that an engine runs while the block lasts, without the pragmas of a new connection."""

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self._engine = engine

    def __enter__(self) -> "Statements":
        event.listen(self._engine, "before_cursor_execute", self._note)
        return self

    def __exit__(self, *_: object) -> None:
        event.remove(self._engine, "before_cursor_execute", self._note)

    def _note(self, _c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN")):
            self.append(statement)


def fresh_secret() -> str:
    return secrets.token_urlsafe(48)
