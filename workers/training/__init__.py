"""Models trained on an operator's own pictures: a folder of folders becomes a head, or a tuned Keras model."""

from dataclasses import dataclass

LEAST_CLASSES, LEAST_PICTURES = 2, 10
MORE_TO_DO, TOO_SMALL = 75, 2
"""How the process that trains ends where it is not through, and where the set cannot be learnt from."""

SPEC, PROGRESS, REPORT, REFUSAL = "spec.json", "progress.json", "report.json", "refusal.json"
"""Files of the folder that it works in."""


class SetRefused(Exception):
    """The set cannot be learnt from; the sentence says why."""


@dataclass(frozen=True)
class Spec:
    """What is asked for. `limits` are those of pictures that are taken in."""

    name: str
    folder: str
    base: str
    epochs: int
    tagger: str
    models_dir: str
    limits: dict[str, int]
