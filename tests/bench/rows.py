"""Lines of the tables of measurements: milliseconds by two clocks, and how often that is what a floor takes."""

import json
import os
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field


@dataclass
class Row:
    """One line of the table: milliseconds by either clock, and the ratio to the floor in each group of questions."""

    name: str
    processor: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)
    bar: str = ""
    reach: str = ""

    def add(self, spent: tuple[float, float]) -> None:
        self.processor.append(spent[0])
        self.wall.append(spent[1])

    def line(self) -> str:
        ratio = "{:5.2f} ({:.2f} to {:.2f})".format(*middle(self.ratios)) if self.ratios else ""
        times = [percentile(some, part) for some in (self.processor, self.wall) for part in (50, 99)]
        return f"{self.name:<38}" + "".join(f"{ms:9.2f}" for ms in times) + f"  {ratio:<22} {self.bar:<15} {self.reach}"

    def told(self) -> dict[str, object]:
        clocks = {"processor_ms": self.processor, "wall_ms": self.wall}
        times = {f"{name}_p{part}": round(percentile(clocks[name], part), 3) for name in clocks for part in (50, 99)}
        ratio = dict(zip(("ratio", "ratio_q1", "ratio_q3"), middle(self.ratios), strict=True)) if self.ratios else {}
        return {"name": self.name, **times, **ratio, "bar": self.bar, "reach": self.reach, "samples": len(self.wall)}


HEADER = f"{'':<38}  processor p50, p99   by the wall p50, p99   ratio to the floor       bar             reach"


def printed(rows: Iterable[Row], *, about: str, as_json: bool = False) -> None:
    """The table, each line as soon as it is known."""
    print(f"{about}; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; milliseconds")
    print(HEADER)
    for row in rows:
        print(json.dumps(row.told()) if as_json else row.line(), flush=True)


def repeated(name: str, times: int, act: Callable[[int], object]) -> Row:
    row = Row(name)
    for number in range(times):
        row.add(milliseconds(lambda number=number: act(number)))  # type: ignore[misc]
    return row


def milliseconds(act: Callable[[], object]) -> tuple[float, float]:
    """Of this process on all processors, and by the wall."""
    used, wall = time.process_time(), time.perf_counter()
    act()
    return (time.process_time() - used) * 1000, (time.perf_counter() - wall) * 1000


def percentile(values: Sequence[float], part: int) -> float:
    return sorted(values)[min(len(values) * part // 100, len(values) - 1)]


def middle(values: Sequence[float]) -> tuple[float, float, float]:
    """Median and quartiles."""
    low, median, high = statistics.quantiles(values, n=4)
    return median, low, high
