"""The servers of the tests themselves: fresh for each asker, and gone with whoever started them."""

import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pymysql
import pytest
import redis

from tests.services.prepare import NotPossible, install_packages

START_AND_WAIT = """
import sys, threading
from pathlib import Path
from tests.services.redis_server import redis_server
with redis_server(Path(sys.argv[1])) as address:
    print(address, flush=True)
    threading.Event().wait()
"""


def test_each_database_is_new_and_speaks_every_language(new_mariadb_database: Callable[[], str]) -> None:
    first, second = new_mariadb_database(), new_mariadb_database()
    assert first != second
    host, _, rest = first.removeprefix("mysql+pymysql://root@").partition(":")
    port, _, name = rest.partition("/")
    with pymysql.connect(host=host, port=int(port), user="root", database=name.partition("?")[0]) as connection:
        cursor = connection.cursor()
        cursor.execute("SELECT %s", ("海边 🍣 Återsken",))
        assert cursor.fetchone() == ("海边 🍣 Återsken",)
        assert cursor.execute("SHOW TABLES") == 0


def test_each_queue_server_address_is_empty(new_redis_url: Callable[[], str]) -> None:
    for _ in range(20):
        with redis.Redis.from_url(new_redis_url()) as client:
            assert client.dbsize() == 0
            client.set("left", "behind")


def test_a_server_ends_with_a_run_that_was_killed(tmp_path: Path) -> None:
    run = subprocess.Popen([sys.executable, "-c", START_AND_WAIT, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None
    with run.stdout:
        host, _, port = run.stdout.readline().strip().partition(":")
        with redis.Redis(host, int(port)) as client:
            with socket.create_connection((host, int(port))) as watching:
                assert client.ping()
                run.send_signal(signal.SIGKILL)
                run.wait()
                watching.settimeout(20)
                assert watching.recv(1) == b""


def test_a_package_that_may_not_be_installed_is_named_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    with pytest.raises(NotPossible, match="apt-get install -y --no-install-recommends a-package-of-no-archive"):
        install_packages(["a-package-of-no-archive"])
