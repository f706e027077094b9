"""Each of five dependencies away in each of four ways, before a served web: what the table says lives, lives."""

import contextlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from cms.commands.site import bring_up_to_date
from cms.extensions import db
from cms.settings import CHECKOUT, Settings
from tests.flows.features import DEPENDENCIES, LATER, NO, TABLE, Scene, Told, as_markdown, ask_all
from tests.people import solved
from tests.running import command, wait_for
from tests.services.fixtures import OssAccount
from tests.services.processes import free_port
from tests.services.proxy import Mode, Proxy, proxied
from tests.services.smtp_server import SmtpServer, running_smtp_server
from tests.site import PASSWORD, Site, fresh_secret, open_site
from tests.states import prepared
from tests.watch.scrapes import TOKEN

LONGEST_SECONDS = 5.0
BACK_SECONDS = 15.0
START_SECONDS = 60.0
JOBS = ("prepare-image", "index-image", "remove-objects", "send-mail")
SERVER = re.compile(r"127\.0\.0\.1:\d+")
Proxies = dict[str, Proxy]


@pytest.fixture(scope="module")
def mail_server() -> Iterator[SmtpServer]:
    with running_smtp_server() as server:
        yield server


@pytest.fixture(scope="module")
def behind(
    mail_server: SmtpServer,
    new_mariadb_database: Callable[[], str],
    new_redis_url: Callable[[], str],
    new_elasticsearch_url: Callable[[], str],
    new_oss_account: Callable[[], OssAccount],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Settings, Proxies]]:
    """A site on servers, a proxy before each."""
    account = new_oss_account()
    urls = {
        "queue": new_redis_url(),
        "search": new_elasticsearch_url(),
        "storage": account.url,
        "mail": mail_server.url,
        "database": new_mariadb_database(),
    }
    with contextlib.ExitStack() as opened:
        proxies = {}
        for name, url in urls.items():
            [server] = SERVER.findall(url)
            proxies[name] = opened.enter_context(proxied(server))
            urls[name] = url.replace(server, proxies[name].address)
        settings = Settings(
            data_dir=tmp_path_factory.mktemp("behind-proxies"),
            secret_key=fresh_secret(),
            port=free_port(),
            database_url=urls["database"],
            queue_url=urls["queue"],
            index_url=urls["search"],
            storage_url=urls["storage"],
            mail_url=SecretStr(urls["mail"]),
            oss_access_key_id=account.key_id,
            oss_access_key_secret=account.secret,
            rate_scale=1000,
            metrics_token=SecretStr(TOKEN),
        )
        yield settings, proxies


@pytest.fixture(scope="module")
def proxies(behind: tuple[Settings, Proxies]) -> Proxies:
    return behind[1]


@pytest.fixture(scope="module")
def site(behind: tuple[Settings, Proxies]) -> Iterator[Site]:
    """The same site in this process: its people, and its workers when they are asked to work."""
    opened = open_site(behind[0])
    bring_up_to_date(opened.app)
    yield opened
    with opened.app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="module")
def scene(site: Site, behind: tuple[Settings, Proxies], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """The served web, asked by alice."""
    settings, log = behind[0], tmp_path_factory.mktemp("logs") / "web.log"
    alice = site.person("alice")
    image_id = prepared(site, alice, title="lake", tags=["lake"], privacy="public")
    site.work_off(*JOBS)
    with command(settings, "web", log=log):
        made = Scene(settings.port, alice.token, alice.name, PASSWORD, image_id, lambda: solved(site.visitor))
        wait_for(lambda: not wrong(made, None), seconds=START_SECONDS, what="the web")
        yield made


def wrong(scene: Scene, dependency: str | None, *, within: float = 60.0) -> list[str]:
    """What is not as the table says while this is away."""
    try:
        answers = ask_all(scene)
    except OSError as error:
        return [repr(error)]
    return [
        f"{feature}: {answer.status} after {answer.seconds:.1f} s {answer.body[:200]!r}"
        for feature, answer in answers.items()
        if not is_as_told(expected(feature, dependency), answer) or answer.seconds > within
    ]


def expected(feature: str, dependency: str | None) -> str:
    return TABLE[feature][DEPENDENCIES.index(dependency)] if dependency is not None else LATER


def is_as_told(cell: str, answer: Told) -> bool:
    if cell != NO:
        return answer.status < 400
    kinds = ("application/problem+json", "text/html", "text/plain")
    return answer.status == 503 and "Retry-After" in answer.headers and answer.headers["Content-Type"].startswith(kinds)


def slowest(scene: Scene) -> float:
    """Seconds of the slowest answer just now, when nothing is away: what this machine adds to all."""
    return max(answer.seconds for answer in ask_all(scene).values())


@pytest.mark.parametrize("mode", [mode for mode in Mode if mode != Mode.PASS])
@pytest.mark.parametrize("dependency", DEPENDENCIES)
def test_what_the_table_says_lives_lives(
    scene: Scene, proxies: Proxies, site: Site, dependency: str, mode: Mode
) -> None:
    within = LONGEST_SECONDS + slowest(scene)
    proxies[dependency].become(mode)
    try:
        assert wrong(scene, dependency, within=within) == []
        assert wrong(scene, dependency, within=within) == []
    finally:
        proxies[dependency].become(Mode.PASS)
    wait_for(lambda: not wrong(scene, None), seconds=BACK_SECONDS, what=f"{dependency} is back after {mode}")
    wait_for(lambda: site.work_off(*JOBS) == 0, seconds=BACK_SECONDS, what="work")


@pytest.mark.parametrize(
    "dependency", [name for name, cell in zip(DEPENDENCIES, TABLE["/readyz"], strict=True) if cell == NO]
)
def test_readyz_names_what_is_away(scene: Scene, proxies: Proxies, dependency: str) -> None:
    proxies[dependency].become(Mode.DOWN)
    try:
        assert ask_all(scene)["/readyz"].body.startswith(f"not ready\n{dependency}: ".encode())
    finally:
        proxies[dependency].become(Mode.PASS)
    wait_for(lambda: not wrong(scene, None), seconds=BACK_SECONDS, what=dependency)


def test_the_operators_are_shown_this_table() -> None:
    assert as_markdown() in Path(CHECKOUT / "docs" / "operations.md").read_text()
