"""Clocks: processor time of a process and all its children, and medians with quartiles."""

import os
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pids: Sequence[int]) -> float:
    """Processor seconds that these processes have used so far."""
    total = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def spent(pids: Sequence[int], act: Callable[[], object]) -> float:
    """Processor seconds that these processes use while something is done."""
    before = cpu_seconds(pids)
    act()
    return cpu_seconds(pids) - before


@dataclass(frozen=True)
class Figure:
    """Median and quartiles of several rounds."""

    low: float
    middle: float
    high: float

    def __str__(self) -> str:
        return f"{self.middle:.3g} ({self.low:.3g} to {self.high:.3g})"


def figure(values: Sequence[float]) -> Figure:
    return Figure(*statistics.quantiles(values, n=4))


def is_quiet() -> bool:
    """Whether wall times mean something just now."""
    return os.getloadavg()[0] < 1.5
