"""Huge pages: memory moves and stays the same, and where a kernel cannot, nothing happens."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from autograder.child import hugepages

PROGRAM = """
from autograder.child import hugepages
content = bytearray(range(256)) * (1 << 18)  # 64 MiB of small pages
moved = hugepages.collapse()
assert content == bytearray(range(256)) * (1 << 18)
print(moved)
"""


def test_memory_moves_and_stays_the_same():
    moved = int(subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True).stdout)
    assert moved % hugepages.SIZE == 0
    assert moved >= 32 << 20 or not _can_collapse()


def _can_collapse() -> bool:
    """MADV_COLLAPSE came with Linux 6.1, and a kernel may be built without transparent huge pages."""
    release = Path("/proc/sys/kernel/osrelease").read_text().split(".")
    return (int(release[0]), int(release[1])) >= (6, 1) and Path("/sys/kernel/mm/transparent_hugepage").is_dir()


def test_only_whole_aligned_pages_of_anonymous_writable_memory_are_asked_for(monkeypatch):
    maps = (
        "7f0000100000-7f0000500000 rw-p 00000000 00:00 0 \n"
        "7f0001000000-7f0001400000 rw-p 00000000 08:01 77 /usr/lib/libtorch.so\n"
        "7f0002000000-7f0002400000 r--p 00000000 00:00 0 \n"
        "7ffc00000000-7ffc00400000 rw-p 00000000 00:00 0                          [stack]\n"
        "555500000000-555500300000 rw-p 00000000 00:00 0                          [heap]\n"
    )
    monkeypatch.setattr(Path, "read_text", lambda self: maps)
    assert list(hugepages._places()) == [0x7F0000200000, 0x555500000000]


def test_a_system_without_maps_is_left_alone(monkeypatch):
    def missing(self: Path) -> str:
        raise FileNotFoundError(self)

    monkeypatch.setattr(Path, "read_text", missing)
    assert hugepages.collapse() == 0
