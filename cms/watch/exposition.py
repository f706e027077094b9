"""The metrics in the text form of Prometheus: what was counted as it happened, and what there is now."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily

from cms.jobs.names import JOB_TYPES
from cms.metrics import everything_counted
from cms.upkeep.doctor import Answer
from cms.watch.numbers import Numbers
from cms.work.models import WorkState

Labels = tuple[str, ...]


def gauge(name: str, text: str, labels: Labels, values: Mapping[Labels, float]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, text, labels=labels)
    for key, value in values.items():
        family.add_metric(key, value)
    return family


def of_parts(answers: Sequence[Answer]) -> Iterator[GaugeMetricFamily]:
    up: dict[Labels, float] = {(one.part,): float(one.is_well) for one in answers}
    yield gauge("pixels_up", "Whether a part that the site stands on answers.", ("part",), up)


def of_numbers(numbers: Numbers) -> Iterator[GaugeMetricFamily]:
    """Every state of every kind, so that a series is there before anything has failed."""
    work: dict[Labels, float] = {(job.kind, state.value): 0.0 for job in JOB_TYPES for state in WorkState}
    work |= {key: float(count) for key, count in numbers.work.items()}
    yield gauge("pixels_work", "Rows of work.", ("kind", "state"), work)
    if numbers.rings is not None:
        rings: dict[Labels, float] = {(queue,): float(count) for queue, count in numbers.rings.items()}
        yield gauge("pixels_queue_rings", "Rings that wait for a worker.", ("queue",), rings)
    single = {
        "pixels_work_oldest_seconds": ("How long the oldest due work has waited.", numbers.oldest_seconds),
        "pixels_index_behind": ("Images and owners whose documents are not up to date.", numbers.index_behind),
        "pixels_images": ("Images outside the trash.", numbers.images),
        "pixels_images_trashed": ("Images in the trash.", numbers.trashed),
        "pixels_kept_bytes": ("Bytes of originals that accounts keep.", numbers.kept_bytes),
        "pixels_disk_free_bytes": ("Free under the data folder.", numbers.disk_free),
    }
    if numbers.documents is not None:
        single["pixels_index_documents"] = ("Documents in the search index.", numbers.documents)
    if verified := numbers.notes.get("rehearsal", {}).get("verified_at"):
        seconds = datetime.fromisoformat(verified).timestamp()
        single["pixels_backup_verified_timestamp_seconds"] = ("When a restore was last rehearsed.", seconds)
    for name, (text, value) in single.items():
        yield gauge(name, text, (), {(): float(value)})


class _Now:
    """The families as a collector."""

    def __init__(self, families: Sequence[GaugeMetricFamily]) -> None:
        self.families = families

    def collect(self) -> Sequence[GaugeMetricFamily]:
        return self.families


def exposition(answers: Sequence[Answer], numbers: Numbers | None) -> bytes:
    """Everything; without numbers, where the database is away, the rest."""
    now = CollectorRegistry()
    now.register(_Now([*of_parts(answers), *(of_numbers(numbers) if numbers is not None else ())]))
    return generate_latest(everything_counted()) + generate_latest(now)
