"""`python -m workers.models.measure FOLDER [--held-out] [--only PREFIX] [--words] [--scenes]`: how good they are.

`--held-out` leaves out the files that the category head was fitted on; `--only` keeps those whose name begins so;
`--words` asks about single words, `--scenes` about indoor and outdoor, judged by eye. Prints Markdown.
"""

import argparse
import csv
import json
import resource
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cms.vision.base import Label, Reading
from cms.vision.taxonomy import scenes
from workers.classification.classifiers.category_head import NOTE_FILE
from workers.classification.classifiers.efficientnet import TAG_THRESHOLD, EfficientNetLite2
from workers.classification.detectors.open_nsfw.gate import OpenNsfw
from workers.models.__main__ import DEFAULT_FOLDER
from workers.models.labelled import Labelled, read_labelled
from workers.models.prepare import GATE_FILE, NAMES_FILE, TAGGER_FILE
from workers.models.score import accuracy_table, is_right_tag, tag_line

SCENES_BY_EYE = Path(__file__).parent / "scenes_by_eye.tsv"
"""Pictures of the development set that were looked at, and whether they are indoor, outdoor or neither."""
THRESHOLDS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7)
WORDS = "beach bird bridge flower hat insect lake landscape mountain nature plant sea snow street water"
"""Of the words that people of other album programs are used to, those that the models give."""


@dataclass(frozen=True)
class Answer:
    """What both models said of one picture and how long each took, in milliseconds."""

    reading: Reading
    score: float
    tagger_ms: float
    gate_ms: float


def ask(pictures: Sequence[Labelled], models: Path) -> list[Answer]:
    """Both default models on every picture."""
    tagger = EfficientNetLite2(models / TAGGER_FILE, models / NAMES_FILE, tag_threshold=min(THRESHOLDS))
    gate = OpenNsfw(models / GATE_FILE)
    answers = []
    for picture in pictures:
        pixels = picture.pixels()
        begun = time.perf_counter()
        reading = tagger.read(pixels)
        between = time.perf_counter()
        score = gate.score(pixels)
        ended = time.perf_counter()
        answers.append(Answer(reading, score, (between - begun) * 1000, (ended - between) * 1000))
    return answers


def without_fitted(pictures: Sequence[Labelled]) -> list[Labelled]:
    """The pictures that the category head has not been fitted on."""
    fitted = set(json.loads(NOTE_FILE.read_text(encoding="utf-8"))["files"])
    return [picture for picture in pictures if picture.file not in fitted]


def _over(tags: Sequence[Label], threshold: float) -> list[str]:
    return [tag.name for tag in tags if tag.probability >= threshold]


def tag_table(pictures: Sequence[Labelled], answers: Sequence[Answer]) -> str:
    """Tags at each threshold."""
    lines = [
        "| threshold | pictures with tags | tags a picture | one or more right | of all tags right |",
        "|---|---|---|---|---|",
    ]
    for threshold in THRESHOLDS:
        words = [_over(answer.reading.tags, threshold) for answer in answers]
        lines.append(f"| {threshold} | {tag_line(pictures, words)} |")
    return "\n".join(lines)


def word_table(pictures: Sequence[Labelled], answers: Sequence[Answer]) -> str:
    """How often each word was given as a tag, and how often it was right by the list."""
    lines = ["| word | given | right |", "|---|---|---|"]
    for word in WORDS.split():
        given = [
            is_right_tag(word, {*one.tags, *one.accepted})
            for one, answer in _paired(pictures, answers)
            if word in _over(answer.reading.tags, TAG_THRESHOLD)
        ]
        lines.append(f"| {word} | {len(given)} | {sum(given)} |")
    return "\n".join(lines)


def scene_table(pictures: Sequence[Labelled], answers: Sequence[Answer]) -> str:
    """How often each scene was given, and how often it was right by eye, of those that somebody looked at."""
    with SCENES_BY_EYE.open(encoding="utf-8", newline="") as lines:
        by_eye = {row["file"]: row["scene"] for row in csv.DictReader(lines, delimiter="\t")}
    table = ["| scene | given | looked at | right |", "|---|---|---|---|"]
    for scene in scenes():
        given = [
            one.file
            for one, answer in _paired(pictures, answers)
            if any(tag.key == scene for tag in answer.reading.tags)
        ]
        seen = [by_eye[file] for file in given if file in by_eye]
        table.append(f"| {scene} | {len(given)} | {len(seen)} | {seen.count(scene)} |")
    return "\n".join(table)


def label_line(pictures: Sequence[Labelled], answers: Sequence[Answer]) -> str:
    """How often the first and any of the five labels is one of the wanted words."""
    right = [
        [is_right_tag(label.name, one.tags) for label in answer.reading.labels]
        for one, answer in _paired(pictures, answers)
    ]
    first, five = (sum(map(any, (found[:count] for found in right))) / len(right) for count in (1, 5))
    return f"First label is a wanted word: {first:.0%}; one of the five: {five:.0%}."


def _paired(pictures: Sequence[Labelled], answers: Sequence[Answer]) -> list[tuple[Labelled, Answer]]:
    return list(zip(pictures, answers, strict=True))


def gate_line(pictures: Sequence[Labelled], answers: Sequence[Answer]) -> str:
    """The highest scores of pictures that all are harmless."""
    ranked = sorted(_paired(pictures, answers), key=lambda pair: -pair[1].score)[:3]
    held = sum(answer.score >= 0.8 for answer in answers)
    highest = ", ".join(f"{answer.score:.3f} ({picture.path.name})" for picture, answer in ranked)
    return f"Held for review (0.8 or more): {held} of {len(answers)}; highest scores: {highest}."


def cost_line(answers: Sequence[Answer]) -> str:
    """Median times and the process's memory."""
    tagger, gate = (
        statistics.median(times) for times in zip(*((a.tagger_ms, a.gate_ms) for a in answers), strict=True)
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return f"Median: tagger {tagger:.0f} ms, gate {gate:.0f} ms. Peak memory of the process: {peak} MiB."


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m workers.models.measure")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--models", type=Path, default=DEFAULT_FOLDER)
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--only", default="", metavar="PREFIX")
    parser.add_argument("--words", action="store_true")
    parser.add_argument("--scenes", action="store_true")
    arguments = parser.parse_args()
    pictures = [one for one in read_labelled(arguments.folder) if one.file.startswith(arguments.only)]
    if arguments.held_out:
        pictures = without_fitted(pictures)
    answers = ask(pictures, arguments.models)
    if arguments.words:
        print(word_table(pictures, answers))
        return
    if arguments.scenes:
        print(scene_table(pictures, answers))
        return
    print(accuracy_table(pictures, [answer.reading.category.key for answer in answers]))
    print(tag_table(pictures, answers), label_line(pictures, answers), sep="\n\n")
    print(gate_line(pictures, answers), cost_line(answers), sep="\n\n")


if __name__ == "__main__":
    main()
