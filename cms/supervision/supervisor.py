"""Starts every role, writes down who is who, starts again who died, and ends all of it on SIGTERM."""

import contextlib
import ctypes
import json
import logging
import os
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from cms.supervision.roles import Role

log = logging.getLogger(__name__)
LOOK_SECONDS = 0.25
LEAVE_SECONDS = 12.0
QUICK_SECONDS = 5.0
PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass
class Member:
    """One process of a role; `begun` and `quick_ends` slow down a role that ends as soon as it is started."""

    role: Role
    process: subprocess.Popen[bytes] | None = None
    begun: float = 0.0
    quick_ends: int = 0

    def pause(self) -> float:
        """Seconds to wait before the next start: none at first, at most 4, so that a role is back within 5 s."""
        return min(4.0, 0.5 * self.quick_ends)


@dataclass
class Supervisor:
    """The processes of one site; `listing` is where they are written down, `socket` what the web process inherits."""

    roles: list[Role]
    listing: Path
    address: str
    socket: int
    members: list[Member] = field(default_factory=list)
    is_leaving: bool = False
    _written: str = ""

    def run(self) -> None:
        """Start everything and stay until told to leave."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._leave)
        self.members = [Member(role) for role in self.roles for _ in range(role.count)]
        for member in self.members:
            self._start(member)
        self._write()
        while not self.is_leaving:
            for member in self.members:
                self._look_after(member)
            self._write()
            time.sleep(LOOK_SECONDS)
        self._end_all()

    def _leave(self, *_: object) -> None:
        self.is_leaving = True

    def _start(self, member: Member) -> None:
        kept = (self.socket,) if member.role.keeps_socket else ()
        member.begun = time.monotonic()
        member.process = subprocess.Popen(member.role.command, pass_fds=kept, preexec_fn=_end_with_parent)

    def _look_after(self, member: Member) -> None:
        """Start again who died."""
        if member.process is None or member.process.poll() is None:
            return
        if not member.role.is_lasting:
            self.members = [other for other in self.members if other is not member]
            return
        lived = time.monotonic() - member.begun
        if lived < member.pause():
            return
        log.warning("%s ended (%s) and is started again", member.role.name, member.process.returncode)
        member.quick_ends = member.quick_ends + 1 if lived < QUICK_SECONDS else 0
        self._start(member)

    def _write(self) -> None:
        """Write down who is who, whole, when it has changed."""
        listed: dict[str, list[int]] = {role.name: [] for role in self.roles if role.is_lasting}
        for member in self.members:
            if member.process is not None and member.process.poll() is None:
                listed.setdefault(member.role.name, []).extend(family(member.process.pid))
        text = json.dumps({"address": self.address, "supervisor": os.getpid(), "roles": listed})
        if text != self._written:
            fresh = self.listing.with_suffix(".new")
            fresh.write_text(text)
            fresh.replace(self.listing)
            self._written = text

    def _end_all(self) -> None:
        """Ask everyone to leave, the queue last; make those leave who stay."""
        self.listing.unlink(missing_ok=True)
        queue = [m for m in self.members if m.role.name == "queue"]
        others = [m for m in self.members if m.role.name != "queue"]
        for group in (others, queue):
            everyone = [pid for m in group if m.process is not None for pid in family(m.process.pid)]
            for member in group:
                if member.process is not None and member.process.poll() is None:
                    member.process.terminate()
            end = time.monotonic() + LEAVE_SECONDS
            while any(m.process is not None and m.process.poll() is None for m in group) and time.monotonic() < end:
                time.sleep(0.05)
            for pid in everyone:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            for member in group:
                if member.process is not None:
                    member.process.wait()


def _end_with_parent() -> None:
    """In the child: whoever kills the supervisor ends the whole site."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def family(pid: int) -> list[int]:
    """This process and its children, as far as the system tells."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    try:
        return [pid, *map(int, children.read_text().split())]
    except OSError:
        return [pid]
