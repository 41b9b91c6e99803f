"""nbgrader's collect, which fetches what students handed in with the instructor's rights: no link is followed."""

from __future__ import annotations

import os
import stat
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from nbgrader.exchange.default import ExchangeCollect

from autograder.classroom.handed_in import DEPTH, LIMITS, Unfit, unfit_folder, unfit_name
from autograder.classroom.printed import HARMLESS_RECORDS

NEVER = datetime.min  # the time of what bears none that can be read


class Collect(ExchangeCollect):
    """Looks at each submission before it is fetched, and copies plain files only, whatever becomes of them meanwhile.

    A student owns the folder that was handed in and can change it at any moment. So it is copied to a place of the
    instructor's own first, and nbgrader's rules for names and sizes hold for that copy.
    """

    src_records: list[dict[str, Any]]

    def _path_to_record(self, path: str) -> dict[str, Any]:
        """nbgrader's record of a submission; one whose name says no time stands for itself and is not fetched."""
        try:
            return super()._path_to_record(path)
        except Exception:  # `fail` raises one kind, the parser of times others
            name = os.path.basename(path)
            return {"username": name, "filename": name, "timestamp": NEVER}

    def copy_files(self) -> None:
        self.log.addFilter(HARMLESS_RECORDS)
        fetched = []
        for record in self.src_records:
            folder = Path(self.inbound_path) / record["filename"]
            why = "its name says no time" if record["timestamp"] is NEVER else ""
            if why := why or unfit_name(record["username"]) or unfit_folder(folder, followed=False):
                self.log.error("%r is not collected: %s", record["filename"], why)
            else:
                fetched.append(record)
        self.src_records = fetched
        super().copy_files()

    def do_copy(self, src: str, dest: str, log: Any = None) -> None:
        with tempfile.TemporaryDirectory(prefix="collected-") as private:
            copy = Path(private) / "submission"
            try:
                left_out = copy_plain(src, copy)
            except (Unfit, OSError) as error:
                self.log.error("%r is not collected: %s", os.path.basename(src), error)
                return
            for name in left_out:
                self.log.warning("%r: %r is no plain file and was left out", os.path.basename(src), name)
            super().do_copy(str(copy), dest, log)


def copy_plain(source: str, target: Path) -> list[str]:
    """Copy a folder that somebody else may be changing: plain files and folders, by no link; give what was left out.

    Raises:
        Unfit: when it has become larger than a submission may be.
        OSError: when it is a link or cannot be read.
    """
    left_out: list[str] = []
    count = size = 0
    here = os.open(source, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    waiting = [(here, target, "", 0)]
    try:
        while waiting:
            folder, place, inner, depth = waiting.pop()
            try:
                place.mkdir(mode=0o700)
                os.chmod(place, stat.S_IMODE(os.fstat(folder).st_mode) & 0o777 | stat.S_IRWXU)
                for name in sorted(os.listdir(folder)):
                    count += 1
                    kind = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode
                    if stat.S_ISDIR(kind) and depth < DEPTH:
                        flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
                        below = os.open(name, flags, dir_fd=folder)
                        waiting.append((below, place / name, f"{inner}{name}/", depth + 1))
                    elif stat.S_ISREG(kind):
                        size += _copy_file(name, folder, place / name, LIMITS.written - size)
                    else:
                        left_out.append(f"{inner}{name}")
                    if count > LIMITS.files:
                        raise Unfit(f"it has more than {LIMITS.files} files")
            finally:
                os.close(folder)
    finally:
        for folder, *_ in waiting:
            os.close(folder)
    return left_out


def _copy_file(name: str, folder: int, target: Path, room: int) -> int:
    """Copy what is still a plain file when it is open; give its size."""
    size = 0
    # without O_NONBLOCK, a pipe that has come in its place would keep us waiting
    source = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    try:
        facts = os.fstat(source)
        if not stat.S_ISREG(facts.st_mode):
            raise Unfit("it changes while it is collected")
        with target.open("wb") as file:
            while part := os.read(source, 1 << 20):
                size += len(part)
                if size > room:
                    raise Unfit(f"it has more than {LIMITS.written >> 20} MiB in its files")
                file.write(part)
        os.chmod(target, stat.S_IMODE(facts.st_mode) & 0o777 | stat.S_IRUSR | stat.S_IWUSR)
        os.utime(target, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    finally:
        os.close(source)
    return size
