"""`python -m workers.models [--to FOLDER]` prepares the models; exits 1 with a sentence when it cannot."""

import argparse
import sys
from pathlib import Path

from workers.models.fetch import PreparationFailed
from workers.models.prepare import prepare

DEFAULT_FOLDER = Path(__file__).parents[2] / "var" / "models"


def main() -> int:
    """Read the arguments, prepare, and give the exit status."""
    parser = argparse.ArgumentParser(prog="python -m workers.models", description="Prepare the models of Pixels.")
    parser.add_argument("--to", type=Path, default=DEFAULT_FOLDER, metavar="FOLDER", help="where the models go")
    try:
        prepare(parser.parse_args().to)
    except PreparationFailed as problem:
        print(f"The models are not prepared. {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
