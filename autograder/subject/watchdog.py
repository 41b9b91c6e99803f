"""Bounds what a submission takes of the machine where the kernel bounds only each process: memory, bytes, files, CPU.

What cannot be looked at counts as too much.
"""

from __future__ import annotations

import contextlib
import errno
import math
import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from autograder.child.confine import Limits
from autograder.subject.pipe import WATCH, Crashed, OutOfMemory, SubjectFault

PROC = Path("/proc")
FULL = 0.8  # of the memory: a process that ends soon after has most likely ended for want of more
SOON = 30.0  # seconds; Python may yet try to say that there was none left
BLOCK = 512  # bytes; the unit of st_blocks, whatever the file system
BUSY = 1.5  # processors that a submission may use before it gives way to all others
LAST = 19  # the niceness of who gives way
TICKS = os.sysconf("SC_CLK_TCK")


class Watchdog:
    """Looks at a submission's folder and at all processes of its session. Where there is no /proc, at the folder only.

    Args:
        folder: the working folder.
        pid: the child, which leads a session that nothing it starts can leave.
    """

    def __init__(self, folder: Path, pid: int, limits: Limits) -> None:
        self.folder, self.pid, self.limits = folder, pid, limits
        self._looked = time.monotonic()
        self._full = -math.inf  # when a process was last seen with nearly all of its memory taken
        self._used: dict[int, float] = {}  # CPU seconds of each process at the last look
        self._gives_way = False

    def __call__(self) -> None:
        """Look, unless the last look was a moment ago.

        Raises:
            OutOfMemory: when the processes together take more memory than one may.
            Crashed: when there are too many bytes or files.
        """
        if time.monotonic() - self._looked < WATCH:
            return
        since, self._looked = self._looked, time.monotonic()
        used = dict(self._session())
        processes = [PROC / str(pid) for pid in used]
        took = sum(seconds - self._used.get(pid, 0.0) for pid, seconds in used.items() if self._used)
        self._used = used
        if took > BUSY * (self._looked - since) and not self._gives_way:
            self._give_way()
        if any(_left(process) < (1 - FULL) * self.limits.memory for process in processes):
            self._full = self._looked
        count, size = self._written(processes)
        if count > self.limits.files:
            raise Crashed(f"the notebook made more than {self.limits.files} files, and its process had to be ended")
        if size > self.limits.written:
            most = f"{self.limits.written >> 20} MiB"
            raise Crashed(
                f"the notebook wrote more than {most} to files and shared memory, and its process had to be ended"
            )
        # one process alone is held by its own limit; to count shared pages once takes long, so only where it matters
        resident = sum(map(_resident, processes)) if len(processes) > 1 else 0
        if resident > self.limits.memory and sum(map(_memory, processes)) > self.limits.memory:
            most = f"{self.limits.memory >> 20} MiB"
            raise OutOfMemory(f"the notebook and the processes that it started took more than {most} of memory")

    def why_ended(self) -> SubjectFault:
        """The fault of a process that ended by itself: memory, where a look not long before found it nearly full."""
        if time.monotonic() - self._full > SOON:
            return Crashed("the notebook's process ended")
        most = f"{self.limits.memory >> 20} MiB"
        return OutOfMemory(f"the notebook's process ended soon after nearly all of its {most} of memory was taken")

    def _session(self) -> Iterator[tuple[int, float]]:
        """The processes of the session, with the CPU seconds that each has taken."""
        if not PROC.is_dir():
            return
        for name in filter(str.isdigit, os.listdir(PROC)):
            with contextlib.suppress(OSError, IndexError), open(f"{PROC}/{name}/stat", "rb") as file:  # or it has ended
                # the second field is a name in brackets that may itself hold brackets and blanks
                facts = file.read().rpartition(b")")[2].split()
                if int(facts[3]) == self.pid:
                    yield int(name), (int(facts[11]) + int(facts[12])) / TICKS

    def _give_way(self) -> None:
        """Let all that runs in the session, now and later, run when nobody else wants to.

        Where the kernel shares processors between sessions, a process has its own priority in its session only.
        """
        self._gives_way = True
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PGRP, self.pid, LAST)
        with contextlib.suppress(OSError):
            (PROC / str(self.pid) / "autogroup").write_text(str(LAST))

    def _written(self, processes: list[Path]) -> tuple[int, int]:
        """Files and bytes in the folder and in files that were removed while a descriptor or a mapping keeps them.

        Raises:
            Crashed: when a folder is so deep, or so closed, that nobody can look into it.
        """
        count = size = 0
        folders = [str(self.folder)]
        while folders and count <= self.limits.files:
            try:
                with os.scandir(folders.pop()) as entries:
                    for entry in entries:
                        count += 1
                        with contextlib.suppress(FileNotFoundError):
                            size += entry.stat(follow_symlinks=False).st_blocks * BLOCK
                        if entry.is_dir(follow_symlinks=False):
                            folders.append(entry.path)
            except OSError as error:
                if error.errno in (errno.ENAMETOOLONG, errno.EACCES):
                    raise Crashed(
                        "the notebook made folders that nobody can look into, and its process had to be ended"
                    ) from None
        removed: dict[tuple[int, int], int] = {}
        for process in processes:
            with contextlib.suppress(OSError):
                for descriptor in os.scandir(process / "fd"):
                    with contextlib.suppress(OSError):
                        facts = os.stat(descriptor.path)
                        if stat.S_ISREG(facts.st_mode) and facts.st_nlink == 0:
                            removed[facts.st_dev, facts.st_ino] = facts.st_blocks * BLOCK
        for process in processes:
            removed = self._kept_by_maps(process) | removed
        return count, size + sum(removed.values())

    def _kept_by_maps(self, process: Path) -> dict[tuple[int, int], int]:
        """Removed files of the submission's, and memory without a name, that a shared mapping keeps: their bytes.

        How long such a file is cannot be asked for, so it counts as the longest that there may be.
        """
        found: dict[tuple[int, int], int] = {}
        text = b""
        with contextlib.suppress(OSError):
            text = (process / "maps").read_bytes()
        own = (os.fsencode(self.folder.resolve()) + b"/", b"/memfd:")
        for line in text.splitlines() if b" (deleted)" in text else ():
            parts = line.split(maxsplit=5)
            if len(parts) < 6 or not parts[5].endswith(b" (deleted)"):
                continue
            start, end = (int(part, 16) for part in parts[0].split(b"-"))
            major, minor = (int(part, 16) for part in parts[3].split(b":"))
            if parts[5].startswith(own):
                found[os.makedev(major, minor), int(parts[4])] = self.limits.file_size
            elif parts[5].startswith(b"/dev/zero") and parts[1][3:4] == b"s":
                found[os.makedev(major, minor), int(parts[4])] = end - start
        return found


def _left(process: Path) -> float:
    """Bytes of address space that a process may still take."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        bound = (process / "limits").read_text().partition("Max address space")[2].split()[0]
        return int(bound) - int((process / "statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    return math.inf  # it has ended, or has no bound


def _memory(process: Path) -> int:
    """Bytes of a process: its own pages and its part of shared ones; a forked copy costs only what it has changed."""
    with contextlib.suppress(OSError, StopIteration):
        lines = (process / "smaps_rollup").read_text().splitlines()
        return int(next(line for line in lines if line.startswith("Pss:")).split()[1]) << 10
    return _resident(process)  # without the right to look closer


def _resident(process: Path) -> int:
    with contextlib.suppress(OSError):
        return int((process / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return 0
