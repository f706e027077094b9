"""One MariaDB server for the tests, with root reachable from this machine without a password."""

import contextlib
import getpass
import os
import secrets
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pymysql

from tests.services.processes import free_port, running

PROGRAMS = {**os.environ, "PATH": f"{os.environ.get('PATH', '')}:/usr/sbin"}


@contextlib.contextmanager
def mariadb_server(folder: Path) -> Iterator[str]:
    """A server with its data below `folder`; gives `host:port`."""
    data, port = folder / "mariadb", free_port()
    make_empty(data, folder / "mariadb-install.log")
    with running(server_command(port, data), log=folder / "mariadb.log", is_ready=lambda: is_answering(port)):
        yield f"127.0.0.1:{port}"


def new_database(server: str) -> str:
    """The address of a fresh, empty database."""
    host, _, port = server.partition(":")
    name = f"pixels_{secrets.token_hex(6)}"
    with contextlib.closing(pymysql.connect(host=host, port=int(port), user="root")) as connection:
        connection.cursor().execute(f"CREATE DATABASE {name}")
    return f"mysql+pymysql://root@{server}/{name}?charset=utf8mb4"


def make_empty(data: Path, log: Path) -> None:
    """A server's folder without databases of anybody."""
    data.mkdir(parents=True)
    options = ["--skip-test-db", "--skip-log-bin", "--auth-root-authentication-method=normal", "--skip-name-resolve"]
    command = ["mariadb-install-db", "--no-defaults", f"--datadir={data}", f"--user={getpass.getuser()}", *options]
    with log.open("wb") as output:
        subprocess.run(command, check=True, stdout=output, stderr=output, env=PROGRAMS)


def server_command(port: int, data: Path) -> list[str]:
    """Starts a server on this port with what lies in this folder."""
    temporary = data.with_name("mariadb-tmp")  # its own: a server that starts removes what others have in /tmp
    temporary.mkdir(exist_ok=True)
    where = [
        f"--datadir={data}",
        f"--tmpdir={temporary}",
        "--socket=server.sock",
        "--pid-file=server.pid",
        f"--user={getpass.getuser()}",
    ]
    net = ["--bind-address=127.0.0.1", f"--port={port}", "--skip-name-resolve"]
    words = ["--character-set-server=utf8mb4", "--collation-server=utf8mb4_uca1400_ai_ci"]
    small = ["--innodb-buffer-pool-size=64M", "--innodb-log-file-size=16M", "--performance-schema=OFF"]
    return ["/usr/sbin/mariadbd", "--no-defaults", *where, *net, *words, *small]


def is_answering(port: int) -> bool:
    try:
        pymysql.connect(host="127.0.0.1", port=port, user="root").close()
    except pymysql.err.OperationalError:
        return False
    return True
