"""Whether what words mean can be told on this machine. The engine is built for one kind of it."""

import platform
from functools import cache
from pathlib import Path

OFF = "off"
NEEDED = "The meaning of words is not searched for here: its engine runs on Linux on x86_64 with AVX2 alone."


@cache
def runs_here() -> bool:
    """Whether the engine runs on this machine."""
    return is_built_for(platform.system(), platform.machine(), _flags())


def is_built_for(system: str, machine: str, flags: frozenset[str]) -> bool:
    return system == "Linux" and machine == "x86_64" and {"avx2", "fma"} <= flags


def _flags() -> frozenset[str]:
    """What the processor can do, where the system says so."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return frozenset()
    return frozenset(next((line.partition(":")[2] for line in lines if line.startswith("flags")), "").split())


def is_on(name: str) -> bool:
    """Whether meaning is searched for: where the setting names a model that runs here."""
    return name != OFF and runs_here()
