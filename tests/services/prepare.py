"""Makes ready what the tests need beside Python packages: servers, a browser with fonts, and two foreign OSS clients.

Run as `python -m tests.services.prepare`. Each step says what it does and how long it took.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.services import elasticsearch_server

HERE = Path(__file__).parent
TOOLS = HERE.parent.parent / "var" / "test-tools"
OSS_V2_PYTHON = TOOLS / "oss-v2" / "bin" / "python"
ALI_OSS = TOOLS / "ali-oss"
PACKAGES = (
    *("mariadb-server-core", "mariadb-client-core", "redis-server", "openjdk-17-jdk-headless", "maven"),
    *(
        "chromium",
        "chromium-headless-shell",
        "chromium-driver",
        "fonts-noto-cjk",
        "fonts-noto-color-emoji",
        "nodejs",
        "npm",
    ),
    "libimage-exiftool-perl",
)
PROGRAM_OF = {"nodejs": "node", "npm": "npm"}  # often installed by other means than the package


class NotPossible(Exception):
    """Something is missing that may not be installed from here; the text says what to do."""


def main() -> int:
    try:
        with _step("Debian packages: servers, browser, fonts"):
            install_packages(PACKAGES)
        with _step("Elasticsearch for the tests (0.9 GB is fetched the first time)"):
            elasticsearch_server.prepare()
        with _step("the OSS client alibabacloud-oss-v2, in an environment of its own"):
            prepare_oss_v2()
        with _step("the OSS client ali-oss for Node"):
            prepare_ali_oss()
    except NotPossible as reason:
        sys.stderr.write(f"{reason}\n")
        return 1
    except subprocess.CalledProcessError as error:
        sys.stderr.write(f"failed with status {error.returncode}: {' '.join(map(str, error.cmd))}\n")
        return 1
    return 0


def install_packages(names: Sequence[str]) -> None:
    """Install those that are missing; NotPossible with the command when that is not for us to do."""
    missing = [name for name in names if not _is_installed(name)]
    if not missing:
        return
    command = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise NotPossible(f"the tests need packages that are not installed; run this as root:\n  {' '.join(command)}")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for each in (["apt-get", "update", "-q"], command):
        subprocess.run(each, check=True, env=quiet, stdout=subprocess.DEVNULL)


def _is_installed(name: str) -> bool:
    if name in PROGRAM_OF and shutil.which(PROGRAM_OF[name]):
        return True
    question = ["dpkg-query", "--show", "--showformat=${db:Status-Status}", name]
    with contextlib.suppress(FileNotFoundError):
        return subprocess.run(question, capture_output=True, text=True, check=False).stdout == "installed"
    return False


def prepare_oss_v2() -> None:
    """Its CRC package would overwrite the one of oss2, so it lives apart from the site's packages."""
    lock = HERE / "oss-v2.lock"
    if _is_current(TOOLS / "oss-v2", lock):
        return
    venv.create(TOOLS / "oss-v2", clear=True, with_pip=True)
    options = ["--quiet", "--disable-pip-version-check", "--require-hashes"]
    subprocess.run([OSS_V2_PYTHON, "-m", "pip", "install", *options, "-r", lock], check=True)
    _mark_current(TOOLS / "oss-v2", lock)


def prepare_ali_oss() -> None:
    lock = HERE / "ali-oss" / "package-lock.json"
    if _is_current(ALI_OSS, lock):
        return
    shutil.rmtree(ALI_OSS, ignore_errors=True)
    ALI_OSS.mkdir(parents=True)
    for name in ("package.json", lock.name):
        shutil.copyfile(lock.parent / name, ALI_OSS / name)
    subprocess.run(["npm", "ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=ALI_OSS, check=True)
    _mark_current(ALI_OSS, lock)


def _is_current(folder: Path, lock: Path) -> bool:
    mark = folder / ".made-from"
    return mark.is_file() and mark.read_bytes() == lock.read_bytes()


def _mark_current(folder: Path, lock: Path) -> None:
    shutil.copyfile(lock, folder / ".made-from")


@contextlib.contextmanager
def _step(what: str) -> Iterator[None]:
    began = time.monotonic()
    _say(f"{what} …")
    yield
    _say(f"  {time.monotonic() - began:.1f} s")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
