"""What a fork still shares with its notebook: files in the folder, shared memory, descriptors. No probe passes it on.

It keeps an answer from being another one the second time that it is asked. Code that replaces this very code can
still count the questions: see "Not promised" in the package's README.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import mmap
import os
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass

MAX_KEPT = 32 << 20  # bytes of files, and of shared memory, that are put back or copied

# Bound now: a student may replace these names in their modules.
_open, _close, _read, _write, _dup2, _lseek = os.open, os.close, os.read, os.write, os.dup2, os.lseek
_scandir, _listdir, _fstat, _readlink, _fcntl = os.scandir, os.listdir, os.fstat, os.readlink, fcntl.fcntl
_makedirs, _remove, _rmtree, _symlink = os.makedirs, os.remove, shutil.rmtree, os.symlink
_memmove, _string_at = ctypes.memmove, ctypes.string_at
_mmap = ctypes.CDLL(None, use_errno=True).mmap
_mmap.restype = ctypes.c_void_p
_mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]

_MAP_FIXED = 0x10

Facts = tuple[int, int, int, int]  # mode, inode, size, time of change


def _walk(folder: str, inner: str = "") -> Iterator[tuple[str, os.stat_result]]:
    """Everything in a folder by its relative name, folders before what is in them; links are not followed."""
    waiting = [inner]
    while waiting:
        inner = waiting.pop()
        with contextlib.suppress(OSError), _scandir(f"{folder}/{inner}") as entries:
            for entry in entries:
                with contextlib.suppress(OSError):
                    facts = entry.stat(follow_symlinks=False)
                    name = f"{inner}/{entry.name}" if inner else entry.name
                    yield name, facts
                    if stat.S_ISDIR(facts.st_mode):
                        waiting.append(name)


def _facts(folder: str) -> dict[str, Facts]:
    found = {}
    for name, facts in _walk(folder):
        # a folder's size and time follow from what is in it
        changing = (0, 0) if stat.S_ISDIR(facts.st_mode) else (facts.st_size, facts.st_mtime_ns)
        found[name] = (facts.st_mode, facts.st_ino, *changing)
    return found


@dataclass
class Folder:
    """The working folder as the cells have left it. ``files`` are contents, and where links lead."""

    path: str
    facts: dict[str, Facts]
    files: dict[str, bytes | str]

    @classmethod
    def now(cls, path: str) -> Folder:
        """The folder as it is. Of more bytes than are kept, none are, and what changes stays changed."""
        facts = _facts(path)
        files: dict[str, bytes | str] = {}
        if sum(size for mode, _, size, _ in facts.values() if stat.S_ISREG(mode)) <= MAX_KEPT:
            for name, (mode, *_) in facts.items():
                with contextlib.suppress(OSError):
                    if stat.S_ISREG(mode):
                        files[name] = _content(f"{path}/{name}")
                    elif stat.S_ISLNK(mode):
                        files[name] = _readlink(f"{path}/{name}")
        return cls(path, facts, files)

    def put_back(self) -> None:
        """Undo what was done in the folder since."""
        found = _facts(self.path)
        if found == self.facts:
            return
        for name, facts in found.items():
            kept = self.facts.get(name)
            if kept is None or stat.S_IFMT(kept[0]) != stat.S_IFMT(facts[0]):
                _removed(f"{self.path}/{name}", stat.S_ISDIR(facts[0]))
        for name, facts in self.facts.items():
            if stat.S_ISDIR(facts[0]):
                with contextlib.suppress(OSError):
                    _makedirs(f"{self.path}/{name}", exist_ok=True)
            elif found.get(name) != facts and name in self.files:
                with contextlib.suppress(OSError):
                    _removed(f"{self.path}/{name}", False)
                    _put(f"{self.path}/{name}", self.files[name])
        self.facts = _facts(self.path)


def _removed(path: str, folder: bool) -> None:
    if folder:
        _rmtree(path, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            _remove(path)


def _content(path: str) -> bytes:
    file, parts = _open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), []
    try:
        while part := _read(file, 1 << 20):
            parts.append(part)
    finally:
        _close(file)
    return b"".join(parts)


def _put(path: str, content: bytes | str) -> None:
    if isinstance(content, str):
        _symlink(content, path)
        return
    file = _open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        view = memoryview(content)
        while view:
            view = view[_write(file, view) :]
    finally:
        _close(file)


Maps = list[tuple[int, int]]  # addresses and sizes
Descriptors = dict[int, str]  # with what they stand for, as /proc names it


def shared_maps() -> Maps:
    """Where this process has memory that it would write together with its forks; none where there is no /proc."""
    found = []
    with contextlib.suppress(OSError):
        for line in _content("/proc/self/maps").splitlines():
            place, rights, *_ = line.split(maxsplit=2)
            if rights[:2] == b"rw" and rights[3:4] == b"s":
                start, end = (int(part, 16) for part in place.split(b"-"))
                found.append((start, end - start))
    return found


def descriptors() -> Descriptors:
    """The open descriptors behind the standard streams. A fork cannot ask: the lock lets it read its parent's only."""
    found = {}
    with contextlib.suppress(OSError):
        for name in _listdir("/proc/self/fd"):
            with contextlib.suppress(OSError):
                if int(name) > 2:
                    found[int(name)] = _readlink(f"/proc/self/fd/{name}")
    return found


def leave(maps: Maps, inherited: Descriptors) -> None:
    """In a fork: make shared memory its own, give open files a place of their own, and close what leads elsewhere."""
    if sum(size for _, size in maps) <= MAX_KEPT:
        for start, size in maps:
            content = _string_at(start, size)
            flags = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | _MAP_FIXED
            if _mmap(start, size, mmap.PROT_READ | mmap.PROT_WRITE, flags, -1, 0) == start:
                _memmove(start, content, size)
    for descriptor, path in inherited.items():
        with contextlib.suppress(OSError):
            _renew(descriptor, path)


def _renew(descriptor: int, path: str) -> None:
    mode = _fstat(descriptor).st_mode
    if stat.S_ISCHR(mode) or stat.S_ISDIR(mode):
        return
    fresh = _open(os.devnull, os.O_RDWR)
    if stat.S_ISREG(mode):
        with contextlib.suppress(OSError):  # it may have been removed, and is nothing then
            again = _open(path, _fcntl(descriptor, fcntl.F_GETFL) & ~(os.O_CREAT | os.O_TRUNC))
            _dup2(again, fresh)
            _close(again)
            _lseek(fresh, _lseek(descriptor, 0, os.SEEK_CUR), os.SEEK_SET)
    _dup2(fresh, descriptor)
    _close(fresh)
