"""The child process in which writing is read: `python -m workers.classification.detectors.text.child SETTINGS`.

It ends by itself when it was not asked for a while, so its memory is held only while there is something to read.
"""

import json
import sys
from functools import partial
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from workers.answering import Answer, serve
from workers.classification.detectors.text import FINDER_FILE, SPELLER_FILE
from workers.classification.detectors.text.reader import PaddleText

IDLE_SECONDS = 20.0


def answer(request: dict[str, Any], reader: PaddleText) -> Answer:
    """The lines of the picture at this path."""
    if request["op"] == "ready":
        return {}, ()
    picture = cv2.imread(request["path"], cv2.IMREAD_COLOR)
    if picture is None:
        return {"refused": ["", "unreadable"]}, ()
    lines = reader.read(np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), np.uint8))
    return {"lines": [[line.text, line.probability, line.corners] for line in lines]}, ()


def main() -> None:
    """Serve requests until the parent closes the pipe or has nothing to ask."""
    settings = json.loads(sys.argv[1])
    folder = Path(settings["folder"])
    cv2.setNumThreads(1)
    reader = PaddleText(folder / FINDER_FILE, folder / SPELLER_FILE)
    serve(partial(answer, reader=reader), memory=settings["memory"], seconds=settings["seconds"], idle=IDLE_SECONDS)


if __name__ == "__main__":
    main()
