"""The watchdog's bounds on files and bytes of a folder, and its word on why a process ended."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.child.confine import Limits
from autograder.subject import watchdog
from autograder.subject.pipe import Crashed, OutOfMemory
from autograder.subject.watchdog import Watchdog

NOBODY = 2**22 + 1  # beyond the largest process id of Linux


@pytest.fixture(autouse=True)
def _always_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watchdog, "WATCH", -1.0)


def dog(folder: Path, pid: int = NOBODY, **limits: int) -> Watchdog:
    return Watchdog(folder, pid, replace(Limits(), **limits))


def test_a_folder_within_its_bounds_is_let_alone(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "file").write_bytes(b"7" * 4096)
    dog(tmp_path, files=3, written=1 << 20)()


def test_files_and_folders_are_counted_however_deep(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "file").write_bytes(b"7")
    with pytest.raises(Crashed, match="more than 2 files"):
        dog(tmp_path, files=2)()


def test_bytes_are_those_on_the_disk(tmp_path: Path) -> None:
    with (tmp_path / "sparse").open("wb") as file:
        file.truncate(1 << 30)
    dog(tmp_path, written=1 << 20)()
    (tmp_path / "full").write_bytes(os.urandom(2 << 20))
    with pytest.raises(Crashed, match="more than 1 MiB"):
        dog(tmp_path, written=1 << 20)()


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "full").write_bytes(os.urandom(2 << 20))
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "link").symlink_to(tmp_path / "other")
    dog(tmp_path / "own", written=1 << 20)()


def test_an_end_with_memory_to_spare_is_a_crash_and_one_without_is_told_as_that(tmp_path: Path) -> None:
    seen = dog(tmp_path)
    seen()
    assert type(seen.why_ended()) is Crashed
    seen._full = seen._looked
    assert type(seen.why_ended()) is OutOfMemory
