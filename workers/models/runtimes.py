"""Installs the machine-learning packages into the running interpreter when they are not there yet."""

import subprocess
import sys
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

from workers.models.fetch import PreparationFailed, quiet_environment

LOCK_FILE = Path(__file__).parents[2] / "requirements.lock"
NEEDED = ("ai-edge-litert", "onnxruntime", "tensorflow")


def missing(needed: tuple[str, ...] = NEEDED) -> list[str]:
    """The packages that are not installed whole; pip writes INSTALLER last, so a killed installation counts as none."""
    return [name for name in needed if not _is_installed(name)]


def _is_installed(name: str) -> bool:
    try:
        return bool(metadata.distribution(name).read_text("INSTALLER"))
    except metadata.PackageNotFoundError:
        return False


def install(tell: Callable[[str], None], lock_file: Path = LOCK_FILE) -> None:
    """Everything in the lock file by its hashes; `tell` gets a sentence for each package. Raises PreparationFailed."""
    command = [sys.executable, "-m", "pip", "install", "--require-hashes", "--disable-pip-version-check", "--no-input"]
    command += ["--progress-bar", "off", "-r", str(lock_file)]
    lines: list[str] = []
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=quiet_environment(),
        close_fds=False,
    ) as pip:
        for line in pip.stdout or ():
            lines.append(line.strip())
            if line.startswith(("Collecting ", "Installing collected")):
                tell(_sentence(line))
    if pip.returncode:
        reason = next(
            (line for line in reversed(lines) if line.startswith("ERROR")), lines[-1] if lines else "no reason"
        )
        raise PreparationFailed(f"The machine-learning packages could not be installed: {reason}")


def _sentence(line: str) -> str:
    if line.startswith("Collecting "):
        return f"Fetching {line.split()[1].split('=')[0]}."
    return "Installing the machine-learning packages."
