"""Node for the front end: a machine without one gets it from a package."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cms.settings import CHECKOUT


@pytest.fixture
def path_without_node(tmp_path: Path) -> str:
    """Everything that is on the path but Node's own programs."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for place in os.environ["PATH"].split(os.pathsep):
        for program in Path(place).glob("*"):
            link = folder / program.name
            if program.name not in ("node", "npm", "npx", "nodejs") and not link.is_symlink():
                link.symlink_to(program)
    return str(folder)


def test_a_machine_without_node_gets_it_from_a_package(tmp_path: Path, path_without_node: str) -> None:
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    surroundings = {**os.environ, "PATH": path_without_node}
    find = ["sh", str(CHECKOUT / "config" / "find-node.sh"), str(venv)]
    found = subprocess.run(find, cwd=CHECKOUT, env=surroundings, check=True, capture_output=True, text=True)
    assert found.stdout.strip().endswith("of a package")
    for program in ("node", "npm"):
        with_node = {**surroundings, "PATH": f"{venv / 'node'}{os.pathsep}{path_without_node}"}
        told = subprocess.run([venv / "node" / program, "--version"], env=with_node, capture_output=True, text=True)
        assert (told.returncode, told.stderr) == (0, "")
