"""`scheduler`: periodic work, in the foreground."""

import argparse
import os
import sys

from cms.settings import read_settings


def arguments(_parser: argparse.ArgumentParser) -> None: ...


def run(_options: argparse.Namespace) -> int:
    read_settings()
    os.execv(sys.executable, [sys.executable, "-m", "workers", "scheduler"])  # noqa: S606
