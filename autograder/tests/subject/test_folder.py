"""A working folder goes, however deep, closed or oddly named what a notebook has put there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from autograder.subject import folder


def test_it_is_new_each_time_and_gone_afterwards() -> None:
    with folder.working_folder() as one, folder.working_folder() as other:
        assert one != other
        (one / "data.txt").write_text("7")
        assert list(other.iterdir()) == []
    assert not one.exists()
    assert not other.exists()


def test_links_go_and_what_they_lead_to_stays(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "file").write_text("7")
    made = tmp_path / "made"
    (made / "inner").mkdir(parents=True)
    (made / "link").symlink_to(kept)
    (made / "inner" / "link").symlink_to(kept / "file")
    folder.remove(made)
    assert not made.exists()
    assert (kept / "file").read_text() == "7"


@pytest.mark.parametrize("mode", [0o000, 0o500, 0o700])
def test_closed_folders_go_too(tmp_path: Path, mode: int) -> None:
    made = tmp_path / "made"
    inner = made / "a" / "b"
    inner.mkdir(parents=True)
    (inner / "file").write_text("7")
    inner.chmod(mode)
    (made / "a").chmod(mode)
    folder.remove(made)
    assert not made.exists()


def test_names_that_the_removal_uses_itself_may_be_taken(tmp_path: Path) -> None:
    made = tmp_path / "made"
    for name in ("moved-1", "moved-2", "moved-1-"):
        (made / name / "moved-1" / "moved-2").mkdir(parents=True)
        (made / name / "moved-1" / "file").write_text(name)
    folder.remove(made)
    assert not made.exists()


def test_hundreds_of_folders_in_folders_go(tmp_path: Path) -> None:
    made = tmp_path / "made"
    made.mkdir()
    start = os.open(made, os.O_RDONLY)
    try:
        at = os.dup(start)
        for _ in range(600):
            os.mkdir("d", dir_fd=at)
            deeper = os.open("d", os.O_RDONLY, dir_fd=at)
            os.close(at)
            at = deeper
        os.close(at)
    finally:
        os.close(start)
    folder.remove(made)
    assert not made.exists()
