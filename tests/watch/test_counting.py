"""Several processes count together: each in files of its own, which the next one takes over when it is dead."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cms.settings import CHECKOUT

COUNT = """
import sys
from pathlib import Path
from cms import metrics
metrics.count_in(Path(sys.argv[1]))
metrics.count_upload(int(sys.argv[2]))
print("counted", flush=True)
sys.stdin.readline()
"""
READ = """
import sys
from pathlib import Path
from cms import metrics
from prometheus_client import generate_latest
metrics.count_in(Path(sys.argv[1]))
print(generate_latest(metrics.everything_counted()).decode())
"""
Counting = Callable[[int], subprocess.Popen[str]]


@pytest.fixture
def counting(tmp_path: Path):  # type: ignore[no-untyped-def]
    """Starts a process that counts so much and lives on until it is told to end."""
    made: list[subprocess.Popen[str]] = []

    def begin(count: int) -> subprocess.Popen[str]:
        words = [sys.executable, "-c", COUNT, str(tmp_path), str(count)]
        child = subprocess.Popen(words, cwd=CHECKOUT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        made.append(child)
        assert child.stdout is not None
        assert child.stdout.readline() == "counted\n"
        return child

    yield begin
    for child in made:
        child.kill()
        child.communicate()


def total(folder: Path) -> float:
    told = subprocess.run(
        [sys.executable, "-c", READ, str(folder)], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    (line,) = [line for line in told.stdout.splitlines() if line.startswith("pixels_upload_bytes_total")]
    return float(line.rpartition(" ")[2])


def test_what_processes_count_is_added_up_also_of_those_that_were_killed(counting: Counting, tmp_path: Path) -> None:
    first, _ = counting(3), counting(4)
    first.kill()
    first.wait()
    assert total(tmp_path) == 7
    counting(5)
    assert total(tmp_path) == 12


def test_a_role_that_dies_again_and_again_leaves_no_files(counting: Counting, tmp_path: Path) -> None:
    for _ in range(4):
        child = counting(1)
        child.kill()
        child.wait()
    assert total(tmp_path) == 4
    assert len(list(tmp_path.glob("*.db"))) == 2


def test_where_no_file_can_be_made_a_process_counts_for_itself(tmp_path: Path) -> None:
    (tmp_path / "metrics").write_text("no folder")
    told = subprocess.run(
        [sys.executable, "-c", READ, str(tmp_path / "metrics")], cwd=CHECKOUT, capture_output=True, text=True
    )
    assert told.returncode == 0
    assert "pixels_upload_bytes_total 0.0" in told.stdout
    assert "no metrics of this process" in told.stderr
