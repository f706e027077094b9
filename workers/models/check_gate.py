"""`python -m workers.models.check_gate FILE`: does the moderation gate give its known answer? A process of its own."""

import sys
from pathlib import Path

from workers.classification.detectors.open_nsfw.gate import OpenNsfw
from workers.models.known_picture import known_picture

KNOWN_SCORE, TOLERANCE = 0.0072, 0.002


def main(path: Path) -> int:
    """0 when the score of the known picture is the known one; else a sentence and 1."""
    score = OpenNsfw(path).score(known_picture())
    if abs(score - KNOWN_SCORE) <= TOLERANCE:
        return 0
    print(f"{path.name} gives {score:.4f} for the known picture, not {KNOWN_SCORE}.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
