"""`train FOLDER`: have a worker train a model on a folder of folders, and wait until it has."""

import argparse
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cms.trainings.models import Training

TOO_SMALL = 2
LOOK_SECONDS, BEGIN_SECONDS = 0.5, 60.0
EPOCHS, EPOCHS_ON_BASE, MOST_EPOCHS = 60, 10, 1000


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="a folder of pictures for each class")
    parser.add_argument(
        "--base", type=Path, metavar="FILE.keras", help="a Keras image model, whose last layers are tuned"
    )
    parser.add_argument("--name", help="what it is called (the name of the folder)")
    parser.add_argument(
        "--epochs", type=int, metavar="N", help=f"times over all pictures ({EPOCHS}, {EPOCHS_ON_BASE} with --base)"
    )
    parser.add_argument("--json", action="store_true", help="print the outcome as JSON")


def run(options: argparse.Namespace) -> int:
    """0 when the model is kept, 2 for a set that cannot be learnt from."""
    from cms.commands.site import open_site
    from cms.settings import read_settings

    asked = asked_of(options)
    if isinstance(asked, str):
        return complain(asked, TOO_SMALL)
    app = open_site(read_settings())
    with app.app_context():
        row = wait(asked)
    if row is None:
        return complain("No worker has begun. Start one with `run.py worker vision`, then try again.", 1)
    if row.report is None:
        return complain(row.problem or "It could not be trained.", TOO_SMALL if row.state == "refused" else 1)
    print(json.dumps(row.report, ensure_ascii=False) if options.json else table(row.report))
    return 0


def asked_of(options: argparse.Namespace) -> dict[str, Any] | str:
    """What is to be trained, or a sentence that says why that cannot be."""
    import re

    folder: Path = options.folder.resolve()
    name = options.name or re.sub(r"[^\w.-]+", "-", folder.name).strip(".-")
    epochs = options.epochs or (EPOCHS_ON_BASE if options.base else EPOCHS)
    if not folder.is_dir():
        return f"{options.folder} is no folder."
    if options.base and not options.base.is_file():
        return f"{options.base} is no file."
    if not re.fullmatch(r"\w[\w.-]{0,79}", name):
        return "A name has letters, digits, dots and dashes: say one with --name."
    if not 1 <= epochs <= MOST_EPOCHS:
        return f"--epochs is a number from 1 to {MOST_EPOCHS}."
    base = str(options.base.resolve()) if options.base else ""
    return {"name": name, "folder": str(folder), "base": base, "epochs": epochs}


def wait(asked: dict[str, Any]) -> "Training | None":
    """Ask for it, tell how far it is, and give the row at the end; None, and nothing asked, where nobody begins."""
    from cms.trainings import service
    from cms.transaction import writing

    with writing():
        training_id = service.begin(**asked).id
    is_kept = False
    try:
        row = follow(training_id, until=time.monotonic() + BEGIN_SECONDS)
        is_kept = row is not None and row.state != "waiting"
        return row if is_kept else None
    finally:
        if not is_kept:
            with writing():
                service.withdraw(training_id)


def follow(training_id: str, *, until: float) -> "Training | None":
    """Look at the row until it is at its end, or nobody has begun by then."""
    from cms.extensions import db
    from cms.trainings.queries import training_by_id
    from cms.transaction import reading

    told = ""
    while True:
        with reading():
            row = training_by_id(training_id)
            if row is not None:
                db.session.expunge(row)
        if row is None or row.state in ("ready", "refused", "failed"):
            return row
        if row.state == "waiting" and time.monotonic() > until:
            return row
        told = say(row, told)
        time.sleep(LOOK_SECONDS)


def say(row: "Training", told: str) -> str:
    """Progress, apart from the outcome; only what is new."""
    now = f"{row.step} {row.done} of {row.total}" if row.step else row.state
    if now != told:
        print(now, file=sys.stderr, flush=True)
    return now


def table(report: dict[str, Any]) -> str:
    """The outcome for people."""
    width = max(5, *(len(one["name"]) for one in report["classes"]))
    lines = [f"{'class':<{width}}  pictures  tried  precision  recall    F1"]
    for one in report["classes"]:
        figures = (
            f"{one['pictures']:8}  {one['tried']:5}  {one['precision']:9.2f}  {one['recall']:6.2f}  {one['f1']:4.2f}"
        )
        lines.append(f"{one['name']:<{width}}  {figures}")
    lines.append(f"accuracy {report['accuracy']:.2f} on {report['tried']} pictures that were not learnt from")
    lines += [f"{one['times']} × {one['is']} taken for {one['taken_for']}" for one in report["confusions"]]
    lines += [f"left out: {one['file']}: {one['problem']}" for one in report["skipped"]]
    return "\n".join([*lines, f"kept as {report['name']}, version {report['version']}: {report['file']}"])


def complain(sentence: str, code: int) -> int:
    from cms.inert import for_terminal

    print(for_terminal(sentence), file=sys.stderr)
    return code
