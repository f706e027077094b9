"""Starts every role, writes down who is who, starts again who died, and ends all of it on SIGTERM."""

import ctypes
import json
import logging
import os
import signal
import subprocess
import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any

from cms.logs import retell
from cms.supervision.roles import Role

log = logging.getLogger(__name__)
LOOK_SECONDS = 0.25
LEAVE_SECONDS = 9.0
QUEUE_LEAVE_SECONDS = 3.0
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
    """The processes of one site; `listing` is where they are written down, `socket` what the web inherits."""

    roles: list[Role]
    listing: Path | None = None
    address: str = ""
    socket: int | None = None
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
        kept = (self.socket,) if member.role.keeps_socket and self.socket is not None else ()
        member.begun = time.monotonic()
        begin = partial(_begin, nice=member.role.nice)
        told: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT} if member.role.is_retold else {}
        member.process = subprocess.Popen(member.role.command, pass_fds=kept, process_group=0, preexec_fn=begin, **told)
        if member.process.stdout is not None:
            said = partial(retell, member.role.name, member.process.stdout, told={"role": member.role.name})
            Thread(target=said, daemon=True).start()

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
        if self.listing is None:
            return
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
        """Ask everyone to leave, the queue last; make those leave who stay, with all that they started."""
        if self.listing is not None:
            self.listing.unlink(missing_ok=True)
        running = [(m.role.name, m.process) for m in self.members if m.process is not None and m.process.poll() is None]
        everyone_else = [process for name, process in running if name != "queue"]
        queue = [process for name, process in running if name == "queue"]
        for processes, seconds in ((everyone_else, LEAVE_SECONDS), (queue, QUEUE_LEAVE_SECONDS)):
            for process in processes:
                process.terminate()
            end = time.monotonic() + seconds
            while not all(has_ended(process.pid) for process in processes) and time.monotonic() < end:
                time.sleep(0.05)
            for process in processes:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def has_ended(pid: int) -> bool:
    """Whether this child has ended; it is not collected yet, so that its number is nobody else's."""
    return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _begin(*, nice: int) -> None:
    """In the child: whoever kills the supervisor ends the whole site."""
    os.nice(nice)
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def family(pid: int) -> list[int]:
    """This process and its children, as far as the system tells."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    try:
        return [pid, *map(int, children.read_text().split())]
    except OSError:
        return [pid]
