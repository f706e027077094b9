"""The table of `make bench`: each journey beside a floor of the same minute, their ratio, bar and reach."""

import json
import os
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

HEADER = f"{'journey':<60}{'floor':>10}{'product':>10}  {'unit':<9}{'ratio (quartiles)':<22}{'bar':<16}{'reach':<14}"


@dataclass(frozen=True)
class Line:
    """One line. `floor` is empty where a bound holds for people, not against a bare part; `ratios` one each round."""

    journey: str
    product: Sequence[float]
    unit: str
    bar: str
    reach: str = ""
    floor: Sequence[float] = ()
    ratios: Sequence[float] = ()

    def __str__(self) -> str:
        low, middle, high = quartiles(self.ratios) if self.ratios else (0.0, 0.0, 0.0)
        ratio = f"{middle:.2f} ({low:.2f} to {high:.2f})" if self.ratios else ""
        floor = f"{statistics.median(self.floor):.4g}" if self.floor else ""
        return (
            f"{self.journey:<60}{floor:>10}{statistics.median(self.product):>10.4g}  {self.unit:<9}{ratio:<22}"
            f"{self.bar:<16}{self.reach:<14}"
        )

    def told(self) -> dict[str, object]:
        said = {name: value for name, value in asdict(self).items() if name not in ("product", "floor", "ratios")}
        some = {"product": self.product, "floor": self.floor, "ratio": self.ratios}
        figures = {name: dict(zip(("q1", "median", "q3"), quartiles(v), strict=True)) for name, v in some.items() if v}
        return said | figures | {"samples": len(self.product)}


def quartiles(values: Sequence[float]) -> tuple[float, float, float]:
    """First quartile, median, third; of a single value three times itself."""
    if len(values) == 1:
        return values[0], values[0], values[0]
    low, middle, high = statistics.quantiles(values, n=4)
    return low, middle, high


def ratios(ours: Sequence[float], floor: Sequence[float]) -> list[float]:
    """Round by round; what the clock could not see counts as one of its ticks."""
    return [one / max(least, 1e-6) for one, least in zip(ours, floor, strict=True)]


def surroundings() -> dict[str, object]:
    """What a reader has to know of the machine; wall times of a busy one are upper bounds."""
    return {"cores": os.cpu_count(), "load": round(os.getloadavg()[0], 1)}


def printed(lines: Iterable[Line], *, as_json: bool) -> None:
    """The table line by line as it is known, or one document when all is."""
    before = surroundings()
    if as_json:
        found = [line.told() for line in lines]
        print(json.dumps({"before": before, "after": surroundings(), "lines": found}, indent=1))
        return
    print(f"{before['cores']} cores, load {before['load']}; cpu: processor time, repeatable; wall: what a person waits")
    print(HEADER)
    for line in lines:
        print(line, flush=True)
    print(f"load at the end {surroundings()['load']}")
