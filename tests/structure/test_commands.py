"""The operator's commands: help comes quickly, and neither they nor the web load what only workers need."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from cms.commands import COMMANDS
from cms.settings import CHECKOUT
from tests.services.processes import free_port, running
from tests.services.redis_server import is_answering, server_command

CPU_SECONDS = 0.5
HEAVY = {
    "tensorflow",
    "keras",
    "onnxruntime",
    "ai_edge_litert",
    "cv2",
    "pyvips",
    "PIL",
    "pi_heif",
    "pillow_jxl",
    "torch",
}
ASK = """
import json, sys
sys.argv[0] = "run.py"
from cms.commands import main
try:
    main(json.loads(sys.argv[1]))
except SystemExit as end:
    assert not end.code, end.code
print("MODULES " + json.dumps(sorted(m for m in sys.modules if "." not in m)))
"""
APPLICATION = """
import json, sys, tempfile
from pathlib import Path
from cms import create_app
from cms.settings import Settings
with tempfile.TemporaryDirectory() as folder:
    create_app(Settings(data_dir=Path(folder)))
print("MODULES " + json.dumps(sorted(m for m in sys.modules if "." not in m)))
"""


def python(*words: str) -> tuple[str, float]:
    """What a fresh Python says, and the CPU seconds it took."""
    child = subprocess.Popen([sys.executable, "-c", *words], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    said = child.stdout.read()
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0, said
    child.stdout.close()
    return said, used.ru_utime + used.ru_stime


def modules(said: str) -> set[str]:
    return set(json.loads(said.rpartition("MODULES ")[2]))


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_comes_quickly_and_loads_no_framework(command: str) -> None:
    said, seconds = min((python(ASK, json.dumps([*filter(None, [command]), "--help"])) for _ in range(2)), key=by_time)
    assert "usage: run.py" in said
    assert modules(said) & HEAVY == set()
    assert seconds <= CPU_SECONDS


def by_time(told: tuple[str, float]) -> float:
    return told[1]


def test_the_application_of_the_web_opens_no_pixels_and_loads_no_model() -> None:
    assert modules(python(APPLICATION)[0]) & HEAVY == set()


def test_an_unknown_command_is_refused() -> None:
    refused = subprocess.run([sys.executable, "run.py", "dance"], cwd=CHECKOUT, capture_output=True, text=True)
    assert refused.returncode == 2
    assert "dance" in refused.stderr


def test_a_bad_setting_is_named_in_one_sentence() -> None:
    bad = {**os.environ, "PIXELS_PORT": "many"}
    refused = subprocess.run(
        [sys.executable, "run.py", "migrate"], cwd=CHECKOUT, env=bad, capture_output=True, text=True
    )
    assert refused.returncode == 78
    assert refused.stderr.startswith("cannot start: PIXELS_PORT: ")
    assert "Traceback" not in refused.stderr


def test_every_route_is_told_with_its_permission(tmp_path: Path) -> None:
    around = {**os.environ, "PIXELS_DATA_DIR": str(tmp_path)}
    run = [sys.executable, "run.py", "routes", "--json"]
    told = subprocess.run(run, cwd=CHECKOUT, env=around, capture_output=True, text=True, check=True)
    routes = json.loads(told.stdout)
    assert len(routes) > 100
    assert {route["permission"] for route in routes if route["rule"].startswith("/admin/") and route["changes"]} == {
        "moderate"
    }
    shown = next(route for route in routes if route["rule"] == "/api/v1/images/<image_id>")
    assert (shown["objects"], shown["gives"]) == ({"image_id": "image"}, ["application/json"])


@pytest.mark.parametrize("command", ["serve", "web", "migrate"])
def test_tables_of_a_newer_version_are_left_alone(tmp_path: Path, command: str) -> None:
    around = {**os.environ, "PIXELS_DATA_DIR": str(tmp_path), "PIXELS_PORT": "0"}
    subprocess.run([sys.executable, "run.py", "migrate"], cwd=CHECKOUT, env=around, check=True, capture_output=True)
    with closing(sqlite3.connect(tmp_path / "pixels.db")) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    run = [sys.executable, "run.py", command]
    refused = subprocess.run(run, cwd=CHECKOUT, env=around, capture_output=True, text=True, timeout=60)
    assert refused.returncode == 78
    assert "newer Pixels has used this database (schema 9999)" in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("words", [["serve"], ["web"], ["worker", "images"], ["worker"]])
def test_a_queue_that_forgets_when_it_is_full_is_refused(tmp_path: Path, words: list[str]) -> None:
    port = free_port()
    command = [*server_command(port, tmp_path), "--maxmemory-policy", "allkeys-lru"]
    around = {**os.environ, "PIXELS_DATA_DIR": str(tmp_path), "PIXELS_PORT": "0"}
    around["PIXELS_QUEUE_URL"] = f"redis://127.0.0.1:{port}/0"
    with running(command, log=tmp_path / "log", is_ready=lambda: is_answering(port)):
        run = [sys.executable, "run.py", *words]
        refused = subprocess.run(run, cwd=CHECKOUT, env=around, capture_output=True, text=True, timeout=60)
    assert refused.returncode == 78
    assert refused.stderr.strip() == (
        "cannot start: PIXELS_QUEUE_URL: this Redis forgets when it is full (allkeys-lru); "
        "set maxmemory-policy noeviction"
    )
