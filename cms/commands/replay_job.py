"""`replay-job ID`: do a piece of work again, several times, in turn or at once: the end is that of one run."""

import argparse
import os
import sys


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="kind:subject, as `jobs` prints it")
    parser.add_argument("--times", type=int, default=2, metavar="N", help="how often (2)")
    parser.add_argument("--parallel", action="store_true", help="all at once")
    parser.add_argument("--json", action="store_true", help="print the outcome as JSON")


def run(options: argparse.Namespace) -> int:
    from cms.settings import read_settings

    read_settings()
    more = [*(["--parallel"] if options.parallel else []), *(["--json"] if options.json else [])]
    words = [sys.executable, "-m", "workers.replay", options.id, str(options.times), *more]
    os.execv(sys.executable, words)  # noqa: S606
