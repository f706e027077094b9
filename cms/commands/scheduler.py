"""`scheduler`: periodic work, in the foreground."""

import argparse
import os
import sys


def arguments(_parser: argparse.ArgumentParser) -> None: ...


def run(_options: argparse.Namespace) -> int:
    from cms.settings import read_settings

    read_settings()
    os.execv(sys.executable, [sys.executable, "-m", "workers", "scheduler"])  # noqa: S606
