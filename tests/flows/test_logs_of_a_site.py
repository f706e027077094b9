"""The log of a whole site in JSON, and one request followed from the web into the workers; what all of them counted."""

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from requests import Session

from cms.commands.site import open_site
from cms.extensions import db
from cms.settings import CHECKOUT, Settings
from tests.factories import picture
from tests.flows.test_serving import START_SECONDS, Served
from tests.running import command, wait_for
from tests.site import fresh_secret
from tests.watch.scrapes import AS_OPERATOR, TOKEN

SAID_FOR_US = "followed-01"


def told(log: Path) -> list[dict[str, Any]]:
    """All lines so far but the one that is being written; each must be an object."""
    return [json.loads(line) for line in log.read_text().split("\n")[:-1]]


def add_owner(settings: Settings) -> str:
    """A token of somebody who may add pictures."""
    from cms.accounts.models import Account
    from cms.accounts.service import create_token
    from cms.transaction import writing

    app = open_site(settings)
    with app.app_context():
        with writing():
            account = Account(name="anna", email="anna@example.org", display_name="Anna", password="-")
            db.session.add(account)
            db.session.flush()
            token = create_token(account, name="tests", scopes=["*"], ends=None)[1]
        db.engine.dispose()
    return token


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        metrics_token=SecretStr(TOKEN),
        data_dir=tmp_path / "data",
        models_dir=CHECKOUT / "var" / "models",
        port=0,
        secret_key=fresh_secret(),
        log_format="json",
    )


def test_every_line_of_every_role_is_json_and_bears_the_request_it_is_done_for(
    settings: Settings, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    with command(settings, "serve", log=log, answers=tmp_path / "answers") as process:
        served = Served(process, settings.data_dir)
        wait_for(lambda: served.answers() and served.is_whole(), seconds=START_SECONDS)
        token = add_owner(settings)
        served.kill("queue")
        wait_for(served.is_whole, seconds=30)
        with Session() as caller:
            caller.trust_env = False
            caller.headers["Authorization"] = f"Bearer {token}"
            answer = caller.post(
                f"{served.listing['address']}/api/v1/images",
                files={"file": ("a.jpg", picture(), "image/jpeg")},
                headers={"X-Request-ID": SAID_FOR_US},
                timeout=20,
            )
        assert answer.status_code == 201

        def roles_for_us() -> set[str]:
            return {line["role"] for line in told(log) if line.get("request_id") == SAID_FOR_US}

        wait_for(lambda: roles_for_us() >= {"web", "worker-images", "worker-vision", "worker-indexing"}, seconds=60)
        with Session() as watcher:
            watcher.trust_env = False
            counted = watcher.get(f"{served.listing['address']}/metrics", headers=AS_OPERATOR, timeout=20).text
    assert 'pixels_jobs_total{kind="prepare-image",outcome="done"} 1.0' in counted
    assert 'pixels_requests_total{method="POST",route="/api/v1/images",status="201"} 1.0' in counted
    lines = told(log)
    assert {"supervisor", "web", "worker-images", "worker-vision", "models"} <= {line["role"] for line in lines}
    assert all({"time", "level", "logger", "role", "message"} <= line.keys() for line in lines)
    assert token not in log.read_text()
