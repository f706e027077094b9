"""One Elasticsearch node for the tests: unpacked once from an archive of Maven Central, then run."""

import contextlib
import hashlib
import os
import re
import subprocess
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tests.services.processes import free_port, running

RECIPE = Path(__file__).parent / "elasticsearch"
CACHE = Path.home() / ".cache" / "pixels-tests"
_BUNDLE = re.search(r"<bundle>(.*)</bundle>", (RECIPE / "pom.xml").read_text())
BUNDLE = _BUNDLE[1] if _BUNDLE else ""
HOME = CACHE / f"elasticsearch-{BUNDLE}"


def prepare() -> None:
    """Fetch (0.9 GB, once) and unpack (49 MB kept) the server and compile its launcher, unless they are there."""
    if not HOME.is_dir():
        _unpack()
    launcher = launcher_folder()
    if not launcher.is_dir():
        _compile(launcher)


def launcher_folder() -> Path:
    source = (RECIPE / "Launcher.java").read_bytes()
    return HOME / f"launcher-{hashlib.sha256(source).hexdigest()[:12]}"


def _unpack() -> None:
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="new.", dir=CACHE) as new:
        properties = [f"-Dmaven.repo.local={new}/m2", f"-Dinto={new}/x"]
        subprocess.run(["mvn", "-q", "-B", "-C", "-f", RECIPE / "pom.xml", *properties, "initialize"], check=True)
        with contextlib.suppress(FileExistsError):
            (Path(new) / "x" / f"sonarqube-{BUNDLE}" / "elasticsearch").rename(HOME)


def _compile(launcher: Path) -> None:
    new = launcher.with_name(f"{launcher.name}.{os.getpid()}")
    modules = ["--module-path", str(HOME / "lib"), "--add-modules", "org.elasticsearch.server"]
    subprocess.run(["javac", *modules, "-d", str(new), str(RECIPE / "Launcher.java")], check=True)
    new.rename(launcher)


def server_command(port: int, data: Path) -> list[str]:
    """Starts a node on this port with what lies in this folder."""
    temporary = data / "tmp"
    temporary.mkdir(parents=True, exist_ok=True)
    machine = ["-Xms512m", "-Xmx512m", "-XX:+ExitOnOutOfMemoryError", f"-Djava.io.tmpdir={temporary}"]
    switches = ["jna.nosys=true", f"jna.tmpdir={temporary}", "java.awt.headless=true", "io.netty.noUnsafe=true"]
    switches += [f"es.path.home={HOME}", "log4j2.disable.jmx=true", "log4j.shutdownHookEnabled=false"]
    modules = ["--module-path", str(HOME / "lib"), "--add-modules=jdk.net,ALL-MODULE-PATH"]
    settings = ["node.name=test", "cluster.name=test", "discovery.type=single-node", "http.host=127.0.0.1"]
    settings += [f"http.port={port}", "transport.host=127.0.0.1", "transport.port=0", f"path.data={data / 'nodes'}"]
    settings += [f"path.logs={data / 'logs'}", "cluster.routing.allocation.disk.threshold_enabled=false"]
    return [
        *("java", *machine, *(f"-D{switch}" for switch in switches), *modules),
        *("-cp", str(launcher_folder()), "Launcher", *settings, "logger.level=warn"),
    ]


def is_answering(port: int) -> bool:
    address = f"http://127.0.0.1:{port}/_cluster/health?wait_for_status=yellow&timeout=1s"
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(address, timeout=3) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


@contextlib.contextmanager
def elasticsearch_server(folder: Path) -> Iterator[str]:
    """A node with its data below `folder`; gives `host:port`."""
    prepare()
    port = free_port()
    command = server_command(port, folder / "elasticsearch")
    with running(command, log=folder / "elasticsearch.log", is_ready=lambda: is_answering(port), seconds=120):
        yield f"127.0.0.1:{port}"
