"""The worker's side of reading writing: what it asks the child, and what a child's end means."""

from pathlib import Path

from cms.vision.base import TextLine, Unread
from workers.child import Child, ChildGone
from workers.classification.detectors.text import NAME, VERSION

MEMORY = 700 << 20
CPU_SECONDS, WALL_SECONDS = 20, 30.0


class TextChild:
    """Reads one picture at a time in a child process with limits of time and memory."""

    name, version = NAME, VERSION

    def __init__(self, folder: Path) -> None:
        settings = {"folder": str(folder), "memory": MEMORY, "seconds": CPU_SECONDS}
        self._child = Child("workers.classification.detectors.text.child", settings, wall_seconds=WALL_SECONDS)

    def read(self, path: Path) -> tuple[TextLine, ...]:
        """The lines in an encoded picture, from top to bottom. Raises Unread."""
        try:
            told, _ = self._child.ask({"op": "read", "path": str(path.resolve())})
        except ChildGone as gone:
            why = "takes too long" if gone.is_late else "needs too much memory"
            raise Unread(f"Reading the writing in this picture {why}.") from gone
        if "refused" in told:
            raise Unread("The picture cannot be opened to read the writing in it.")
        return tuple(TextLine(text, sure, tuple(map(tuple, corners))) for text, sure, corners in told["lines"])

    @property
    def pid(self) -> int | None:
        """The child's process id, None while there is none."""
        return self._child.pid

    def close(self) -> None:
        """End the child; the next picture starts another."""
        self._child.close()
