"""A process that judges the submissions of one bundle, one at a time, for the worker of a cluster that started it."""

from __future__ import annotations

import contextlib
import os
import pickle
import select
import signal
import sys
import tempfile
import threading
import traceback
from multiprocessing.connection import Connection
from pathlib import Path

from autograder.child import thrift
from autograder.classroom.batch import Batch
from autograder.classroom.bundle import Bundle, Judged, Sheet
from autograder.classroom.fitness import Wanted
from autograder.course import CourseError
from autograder.judging.grading import Grader
from autograder.subject.folder import remove, working_folder
from autograder.subject.parent import ParentFailed, shared


def _opened(folder: Path, bundle: Bundle, wanted: Wanted) -> Grader:
    """A grader of the bundle, after a first child has shown that this machine can run one as it is asked to.

    Raises:
        CourseError, ParentFailed, OSError: when it cannot.
    """
    assignment = bundle.unpack(folder)
    parent = shared(confined=wanted.confined)
    Batch(assignment.course, parent, wanted.cell_limit)  # which sees that it lies where student code cannot read
    grader = Grader(assignment, cell_limit=wanted.cell_limit, forks=parent, drawn=True)
    with working_folder() as place:
        parent.fork(place, {}, 0, assignment.needs).close()
    return grader


def _judged(grader: Grader, sheet: Sheet) -> Judged:
    before, graded, trouble = grader.store.newest(), None, ""
    try:
        graded = grader.grade(sheet.notebook, files=sheet.files, environment=sheet.environment, draw=sheet.draw)
    except Exception:  # whoever asked judges it at home, and finds the words for it
        trouble = traceback.format_exc()
    return Judged(graded, grader.store.replies_after(before), trouble)


def _end_with(pipe: int, folder: Path) -> None:
    """End this process with the one that started it, however that ends, and leave nothing behind."""
    hangs_up = select.poll()
    hangs_up.register(pipe, 0)  # POLLHUP comes unasked
    hangs_up.poll()
    try:
        for confined in (True, False):
            shared(confined=confined).close()  # and with it the child of a submission that was at work
        remove(folder)
    finally:
        os._exit(0)


def _wait_for_the_end(*_: object) -> None:
    """Who ends a whole job with SIGTERM ends the worker too, and this process with it, which tidies up then."""


def main(descriptor: int) -> None:
    """Take a bundle from the pipe and answer with what keeps this machine from judging it, or ""; then judge."""
    thrift.collect_seldom()
    thrift.without_distributed_tensors()
    signal.signal(signal.SIGTERM, _wait_for_the_end)
    pipe = Connection(descriptor)
    folder = Path(tempfile.mkdtemp(prefix="autograder-"))
    folder.chmod(0o711)  # where it is root's, the way to working folders leads a child of another user through it
    course, temporary = folder / "course", folder / "temporary"
    course.mkdir(mode=0o700)
    temporary.mkdir(mode=0o711)
    tempfile.tempdir = str(temporary)
    end = threading.Thread(target=_end_with, args=(descriptor, folder), daemon=True)
    end.start()
    with contextlib.suppress(EOFError, OSError):
        bundle, wanted = pickle.loads(pipe.recv_bytes())
        grader, why = None, wanted.lacking()
        try:
            grader = None if why else _opened(course, bundle, wanted)
        except (CourseError, ParentFailed, OSError) as error:
            why = f"cannot judge: {' '.join(str(error).split())}"
        pipe.send(why)
        while grader:
            pipe.send_bytes(pickle.dumps(_judged(grader, pickle.loads(pipe.recv_bytes()))))
    end.join()


if __name__ == "__main__":
    thrift.without_grammars_of_addresses()
    main(int(sys.argv[1]))
