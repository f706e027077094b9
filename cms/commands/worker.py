"""`worker KIND`: one worker process, in the foreground; several kinds start one process each."""

import argparse
import os
import sys

from cms.jobs.names import QUEUES
from cms.settings import read_settings


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=QUEUES, help="whose queue to take jobs from")


def run(options: argparse.Namespace) -> int:
    read_settings()
    os.execv(sys.executable, [sys.executable, "-m", "workers", options.kind])  # noqa: S606
