"""The site's own web process over made-up pictures: their rows, and pages for one reader, with what they cost."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests
from pydantic import SecretStr

from cms.accounts.queries import account_by_name
from cms.accounts.service import create_token
from cms.commands.site import bring_up_to_date
from cms.extensions import db
from cms.settings import Settings
from cms.transaction import writing
from tests.bench.measure import cpu_seconds
from tests.bench.search_seed import READER, people, pictures
from tests.running import command, descendants, wait_for
from tests.services.processes import free_port
from tests.site import Site, fresh_secret, open_site


@dataclass
class Pages:
    """Pages of one reader, and what they cost the web process."""

    address: str
    session: requests.Session
    pids: list[int]

    def get(self, path: str, **parameters: str) -> tuple[float, float]:
        """Milliseconds of the web process, in whole ticks of the kernel, and by the wall."""
        used, wall = cpu_seconds(self.pids), time.perf_counter()
        self.session.get(f"{self.address}/api/v1{path}", params=parameters, timeout=30).raise_for_status()
        wall = time.perf_counter() - wall
        return (cpu_seconds(self.pids) - used) * 1000, wall * 1000


@contextmanager
def site(folder: Path, count: int) -> Iterator[Pages]:
    """The web process on the index of this folder, with as many rows."""
    port = free_port()
    settings = Settings(
        data_dir=folder,
        models_dir=folder / "none",
        secret_key=SecretStr(fresh_secret()),
        queue_url=f"unix://{folder}/none.sock",
        port=port,
        public_url=f"http://127.0.0.1:{port}",
        rate_scale=1000,
    )
    made = open_site(settings)
    bring_up_to_date(made.app)
    token, address = fill_tables(made, count), f"http://127.0.0.1:{port}"
    with command(settings, "web", log=folder / "web.log") as process, requests.Session() as session:
        session.headers["Authorization"] = f"Bearer {token}"
        session.trust_env = False
        wait_for(lambda: answers(address), seconds=60, what="the web process")
        yield Pages(address, session, [process.pid, *descendants(process.pid)])


def fill_tables(site: Site, count: int) -> str:
    """Rows of people, pictures, their words and labels; a token of the reader."""
    with site.app.app_context():
        with writing():
            db.session.add_all(people())
        for batch in pictures(count):
            with writing():
                for table in batch[0].rows:
                    db.session.execute(db.insert(table), [row for one in batch for row in one.rows[table]])
    return token_of_reader(site)


def token_of_reader(site: Site) -> str:
    with site.app.app_context(), writing():
        reader = account_by_name(f"person{READER}")
        assert reader is not None
        return create_token(reader, name="bench", scopes=["*"], ends=None)[1]


def answers(address: str) -> bool:
    try:
        return requests.get(f"{address}/healthz", timeout=1).ok
    except requests.RequestException:
        return False
