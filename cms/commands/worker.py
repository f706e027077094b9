"""`worker [KIND…]`: one process for each kind, or for all, in the foreground; of several, who dies is started again."""

import argparse
import os
import sys

from cms.jobs.names import WORKERS


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kinds", nargs="*", metavar="KIND", type=known_kind, help=f"of {', '.join(WORKERS)}")


def known_kind(name: str) -> str:
    """The name of a queue. Raises what argparse turns into a sentence."""
    if name not in WORKERS:
        raise argparse.ArgumentTypeError(f"there are {', '.join(WORKERS)}")
    return name


def run(options: argparse.Namespace) -> int:
    from cms.commands.site import refuse_forgetful_queue
    from cms.settings import read_settings

    refuse_forgetful_queue(read_settings())
    kinds = options.kinds or WORKERS
    if len(kinds) == 1:
        os.execv(sys.executable, [sys.executable, "-m", "workers", kinds[0]])  # noqa: S606
    from cms.supervision.roles import Role
    from cms.supervision.supervisor import Supervisor

    Supervisor([Role(f"worker-{kind}", (sys.executable, "-m", "workers", kind)) for kind in kinds]).run()
    return 0
