"""What holds a process and all that it starts to so much memory: a control group of either version."""

import contextlib
import os
from pathlib import Path

ROOT = Path("/sys/fs/cgroup")
KINDS = {
    "cgroup v2, memory.max": (ROOT, "memory.max", "memory.peak"),
    "cgroup v1, memory.limit_in_bytes": (ROOT / "memory", "memory.limit_in_bytes", "memory.max_usage_in_bytes"),
}


class Enclosure:
    """`name` says what holds; without a group nothing does, and the memory is only watched."""

    def __init__(self, limit: int) -> None:
        self.name, self.folder, self._peak = "nothing: no control group can be made here", None, ""
        for name, (root, most, peak) in KINDS.items():
            folder = root / f"pixels-small-{os.getpid()}"
            with contextlib.suppress(OSError):
                if (root / "cgroup.procs").exists():
                    folder.mkdir()
                    with (folder / most).open("r+") as file:
                        file.write(str(limit))
                    self.name, self.folder, self._peak = name, folder, peak
                    return

    def take(self, pid: int) -> None:
        """This process, and all that it starts from here on."""
        if self.folder is not None:
            (self.folder / "cgroup.procs").write_text(str(pid))

    def peak(self) -> int:
        """Bytes held at most so far, files in memory among them; 0 where nothing holds."""
        return int((self.folder / self._peak).read_text()) if self.folder is not None else 0

    def leave(self) -> None:
        """Remove the group, which is empty now."""
        if self.folder is not None:
            self.folder.rmdir()
