"""Confinement: what student code must not reach, what it still can do, and what happens where it cannot be confined."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from nbformat.v4 import new_code_cell, new_notebook

from autograder import doctor
from autograder.child import confine
from autograder.cli import main
from autograder.course import PACKAGE
from autograder.subject import watchdog
from autograder.subject.notebook_run import NotebookRun
from autograder.subject.parent import ParentFailed, WarmParent, shared
from autograder.subject.pipe import Connection, Crashed, OutOfMemory

TEST = "autograder/tests/child/test_confine.py"
pytestmark = pytest.mark.skipif(bool(confine.missing()), reason=f"cannot confine here: {confine.missing()}")


def run_cells(folder: Path, *sources: str, forks: WarmParent | None = None) -> NotebookRun:
    """A notebook of these cells, run to its end."""
    notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
    run = NotebookRun(notebook, folder, cell_limit=60.0).start(forks or shared(), folder, 0)
    run.advance(len(sources) - 1)
    run.close()
    return run


def outcome(source: str, folder: Path, forks: WarmParent | None = None) -> str:
    """What a cell printed, or the name of the exception that it ended with."""
    run = run_cells(folder, source, forks=forks)
    outputs = run.notebook.cells[0].outputs
    errors = [output.ename for output in outputs if output.output_type == "error"]
    return errors[0] if errors else "".join(o.text for o in outputs if o.output_type == "stream" and o.name == "stdout")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The working folder of a submission."""
    path = tmp_path / "own"
    path.mkdir()
    return path


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file beside the working folder, such as gradebook.db, that anybody may read and write."""
    path = tmp_path / "gradebook.db"
    path.write_text("scores")
    path.chmod(0o666)
    return path


CALL = """
import ctypes, struct
libc = ctypes.CDLL(None, use_errno=True)
def call(number, *arguments):
    if libc.syscall(number, *arguments) < 0:
        raise OSError(ctypes.get_errno(), 'refused')
"""
SET_FLAGS = """
file = open('mine', 'w')
if libc.ioctl(file.fileno(), ctypes.c_ulong({request}), struct.pack('=l', 0x40)) < 0:
    raise OSError(ctypes.get_errno(), 'refused')
"""
FORBIDDEN = {
    "reading": "print(open({secret!r}).read())",
    "writing": "open({secret!r}, 'a').write('x')",
    "truncating": "import os; os.truncate({secret!r}, 0)",
    "deleting": "import os; os.remove({secret!r})",
    "renaming": "import os; os.rename({secret!r}, 'mine')",
    "linking": "import os; os.link({secret!r}, 'mine')",
    "reading through a link of one's own": "import os; os.symlink({secret!r}, 'mine'); print(open('mine').read())",
    "listing": "import os; print(os.listdir(os.path.dirname({secret!r})))",
    "making files beside": "open({secret!r} + '.new', 'w')",
    "changing modes": "import os; os.chmod({secret!r}, 0o777)",
    "changing times": "import os; os.utime({secret!r}, (0, 0))",
    "changing attributes": "import os; os.setxattr({secret!r}, 'user.x', b'1')",
    "the kit's graders": "from autograder import course; print(open(course.__file__).read()) "
    "if 'site-packages' not in course.__file__ else 1 / 0",
    "network sockets": "import socket; socket.create_connection(('127.0.0.1', 9))",
    "unix sockets": "import socket; socket.socket(socket.AF_UNIX)",
    "starting programs": "import os; os.posix_spawn('/bin/true', ['true'], {{}})",
    "replacing itself": "import os; os.execv('/bin/true', ['true'])",
    "signals to the parent": "import os, signal; os.kill(os.getppid(), signal.SIGTERM)",
    "signals to a process outside": "import os, signal; os.kill({pid}, 0)",
    "the parent's environment": "import os; print(open(f'/proc/{{os.getppid()}}/environ').read())",
    "the parent's memory": "import os; open(f'/proc/{{os.getppid()}}/mem', 'rb')",
    "the list of processes": "import os; os.listdir('/proc')",
    "a session of its own": "import os; os.setsid()",
    "a process group of its own": "import os; os.setpgid(0, 0)",
    "priorities": "import os; os.setpriority(os.PRIO_PROCESS, 0, 19)",
    "the processors of others": "import os; os.sched_setaffinity(0, {{0}})",
    "limits of others": "import os, resource; resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE, (9, 9))",
    "raising its own limits": "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (9999, 9999))",
    "shared memory": "from multiprocessing import shared_memory as s; s.SharedMemory(create=True, size=8)",
    "files in /dev/shm": "open('/dev/shm/left-behind', 'w')",
    "files in /tmp": "open('/tmp/left-behind', 'w')",
    "mounts and namespaces": "import ctypes, os\nif ctypes.CDLL(None, use_errno=True).unshare(0x10000000):"
    "\n    raise OSError(ctypes.get_errno(), 'unshare')",
    "attributes by a newer call": CALL + "value = ctypes.create_string_buffer(b'1')\n"
    "how = struct.pack('=QII', ctypes.addressof(value), 1, 0)\n"
    "call(463, -100, {secret!r}.encode(), 0, b'user.x', how, 16)",
    "a call that nobody has looked through": CALL
    + "file = open('mine', 'w')\ncall(451, file.fileno(), struct.pack('=QQ', 0, 0), bytes(40), 0)",
    "flags of inodes": CALL + SET_FLAGS.format(request=0x40086602),
    "flags of inodes, with more bits than the kernel takes": CALL + SET_FLAGS.format(request=0x40086602 | 1 << 32),
    "leases": "import fcntl\nfile = open('mine', 'w')\nfcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_WRLCK)",
    "signals on a folder's changes": "import fcntl, os\nfcntl.fcntl(os.open('.', 0), fcntl.F_NOTIFY, fcntl.DN_CREATE)",
    "large pipes": "import fcntl, os\nfcntl.fcntl(os.pipe()[1], fcntl.F_SETPIPE_SZ, 1 << 20)",
    "sockets that send to a path": "import socket; socket.socketpair(type=socket.SOCK_DGRAM)",
    "sockets of whole messages": "import socket; socket.socketpair(type=socket.SOCK_SEQPACKET)",
    "memory that the watchdog cannot see": CALL + "call(447, 0)",
    "hiding from the watchdog": CALL
    + "if libc.prctl(4, 0, 0, 0, 0):\n    raise OSError(ctypes.get_errno(), 'refused')",
    "leaving descriptors in a socket": "import socket; socket.send_fds(socket.socketpair()[0], [b'x'], [1])",
    "becoming root": "import os; os.setuid(0) if os.getuid() else 1 / 0",
}
REFUSALS = {"PermissionError", "OSError", "ValueError"}  # ValueError: raising a hard limit


@pytest.mark.parametrize("name", FORBIDDEN)
def test_it_is_refused(name: str, folder: Path, secret: Path) -> None:
    if name == "becoming root" and os.geteuid() != 0:
        pytest.skip("nobody here could become root")
    before = secret.stat()
    source = FORBIDDEN[name].format(secret=str(secret), pid=os.getpid())
    assert outcome(source, folder) in REFUSALS
    after = secret.stat()
    assert secret.read_text() == "scores"
    assert (after.st_mode, after.st_mtime_ns, after.st_size) == (before.st_mode, before.st_mtime_ns, before.st_size)


def test_without_confinement_the_same_cell_would_read_it(folder: Path, secret: Path) -> None:
    parent = WarmParent(confined=False)
    try:
        assert outcome(FORBIDDEN["reading"].format(secret=str(secret)), folder, parent).strip() == "scores"
    finally:
        parent.close()


ORDINARY = {
    "files of its own": """
        import os
        open('a.txt', 'w').write('x')
        os.rename('a.txt', 'b.txt')
        print(open('b.txt').read())
    """,
    "folders": """
        import os
        import numpy as np
        os.makedirs('d/e')
        np.save('d/e/x', np.ones(2))
        print(len(os.listdir('d/e')))
    """,
    "temporary files": """
        import tempfile
        with tempfile.TemporaryFile() as file:
            print(file.write(b'x'))
    """,
    "saving tensors": "import torch; torch.save(torch.ones(3), 't.pt'); print(len(torch.load('t.pt')))",
    "the param store on disk": """
        import pyro, torch
        pyro.param('a', torch.ones(1))
        pyro.get_param_store().save('store')
        print(1)
    """,
    "modules of the standard library": """
        import mailbox, sqlite3
        print(sqlite3.connect(':memory:').execute('select 1').fetchone()[0])
    """,
    "threads": "import threading; t = threading.Thread(target=print, args=(1,)); t.start(); t.join()",
    "asyncio": "import asyncio; print(asyncio.run(asyncio.sleep(0.01, 1)))",
    "tqdm": "from tqdm.auto import tqdm; print(sum(1 for _ in tqdm(range(3))))",
    "figures": """
        import os
        import matplotlib.pyplot as plt
        plt.plot([1, 2])
        plt.savefig('f.png')
        print(os.path.getsize('f.png') > 0)
    """,
    "NUTS with several chains": """
        import pyro, torch, pyro.distributions as dist
        from pyro.infer import MCMC, NUTS
        def model():
            pyro.sample('x', dist.Normal(0.0, 1.0))
        chains = MCMC(NUTS(model), num_samples=3, warmup_steps=3, num_chains=2)
        chains.run()
        print(len(chains.get_samples()['x']))
    """,
    "pipes and locks": """
        import fcntl, multiprocessing, socket
        near, far = socket.socketpair()
        near.setblocking(False)
        near.send(b'x')
        one, other = multiprocessing.Pipe()
        one.send(other.fileno() > 0)
        with open('own', 'w') as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            fcntl.lockf(file, fcntl.LOCK_EX)
            print(far.recv(1).decode() if other.recv() and not file.isatty() else '')
    """,
    "many matrix products": "import torch; print(float((torch.ones(300, 300) @ torch.ones(300, 300)).mean()))",
}


@pytest.mark.parametrize("name", ORDINARY)
def test_ordinary_work_goes_on(name: str, folder: Path) -> None:
    printed = outcome(textwrap.dedent(ORDINARY[name]), folder)
    assert printed.strip().splitlines()[-1] in {"x", "1", "2", "3", "6", "True", "300.0"}


def test_memory_has_a_limit(folder: Path) -> None:
    assert outcome("x = bytearray(8 << 30)", folder) == "MemoryError"


def test_files_have_a_limit(folder: Path) -> None:
    assert outcome("open('big', 'wb').write(bytes(65 << 20))", folder) == "OSError"


def test_a_fork_bomb_stays_small_and_ends_with_its_submission(folder: Path) -> None:
    source = (
        "import os, time\nn = 0\ntry:\n    while n < 5000:\n        if os.fork() == 0:\n            time.sleep(600)\n"
        "        n += 1\nexcept BlockingIOError:\n    pass\nprint(n)"
    )
    assert int(outcome(source, folder)) <= confine.Limits().processes
    deadline = time.monotonic() + 10
    while (left := _working_in(folder)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert left == []


def _working_in(folder: Path) -> list[str]:
    """Processes whose working folder this is."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and (entry / "cwd").readlink() == folder:
                found.append(entry.name)
        except OSError:  # it has ended
            continue
    return found


def test_the_environment_is_the_allow_listed_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INSTRUCTORS_TOKEN", "hush")
    parent = WarmParent()
    try:
        source = (
            "import os; print('INSTRUCTORS_TOKEN' in os.environ, b'hush' in open('/proc/self/environ', 'rb').read())"
        )
        assert outcome(source, folder, parent).split() == ["False", "False"]
    finally:
        parent.close()


def test_a_machine_that_cannot_confine_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confine, "missing", lambda: {"Landlock": "this kernel has no Landlock"})
    with pytest.raises(confine.CannotConfine, match="no Landlock"):
        confine.lock(folder, confine.Limits(), 0)
    assert doctor.in_one_line(True) == "Student code ran confined, except: Landlock."
    assert "WITHOUT" in doctor.in_one_line(False)
    result = CliRunner().invoke(main, ["doctor"])
    assert result.exit_code == 1
    assert "this kernel has no Landlock" in result.output


def test_a_call_that_cannot_be_refused_refuses_grading(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert confine.unknown_calls() == ""
    monkeypatch.setattr(confine, "DENIED", [*confine.DENIED, "setxattr_of_tomorrow"])
    with pytest.raises(confine.CannotConfine, match="libseccomp does not know setxattr_of_tomorrow"):
        confine.lock(folder, confine.Limits(), 0)
    result = CliRunner().invoke(main, ["doctor"])
    assert result.exit_code == 1
    assert "does not know setxattr_of_tomorrow" in " ".join(result.output.split())
    assert doctor.in_one_line(True) == "Student code ran confined, except: system calls."


def test_calls_of_a_processor_that_nobody_looked_through_refuse_grading(monkeypatch: pytest.MonkeyPatch) -> None:
    import pyseccomp

    monkeypatch.setattr(pyseccomp, "system_arch", lambda: pyseccomp.Arch.MIPS64)
    assert "have not been looked through" in confine.missing()["system calls"]


def test_a_plain_user_is_confined_as_well(tmp_path: Path) -> None:
    """Where graders are run by root, the same attempts once more by a user who never was."""
    if os.geteuid() != 0:
        pytest.skip("the other tests here are a plain user's already")
    if shutil.which("setpriv") is None:
        pytest.skip("there is no setpriv to become a plain user with")
    uid = confine.FIRST_UID + confine.UIDS - 1
    home = tmp_path / "home"
    home.mkdir()
    shutil.copytree(PACKAGE, home / "autograder", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PACKAGE.parent / "pyproject.toml", home)
    for path in (home, *home.rglob("*")):
        os.chown(path, uid, uid)
    for above in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
        above.chmod(above.stat().st_mode | 0o011)
    # Python may lie in a private folder: the right to read, and no other, comes along.
    command = ["setpriv", f"--reuid={uid}", f"--regid={uid}", "--clear-groups"]
    command += [f"--{which}-caps=-all,+dac_read_search" for which in ("inh", "ambient")]
    command += ["--bounding-set=-all,+dac_read_search", sys.executable, "-m", "pytest", "-q", "-n", "0"]
    command += ["-p", "no:cacheprovider", "--basetemp", str(home / "tmp"), f"{TEST}::test_it_is_refused"]
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "TMPDIR": str(home), "PYTHONPATH": str(home)}
    done = subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, f"{done.stdout[-3000:]}{done.stderr[-2000:]}"
    assert f"{len(FORBIDDEN) - 1} passed, 1 skipped" in done.stdout


def test_a_child_that_could_not_lock_runs_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        Connection, "request", lambda self, message, limit: {"status": "refused", "text": "no Landlock"}
    )
    with pytest.raises(ParentFailed, match=r"cannot be confined here: no Landlock.*--sandbox none"):
        shared().fork(folder, {}, 0)


def test_an_old_parent_lives_until_its_last_child_has_ended(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograder.subject.parent.MAX_FORKS", 1)
    parent = WarmParent()
    try:
        first = parent.fork(folder, {}, 0)
        [old] = parent._young.values()
        second = parent.fork(folder, {}, 0)
        assert list(parent._young.values()) != [old]
        for child in (first, second):  # the old parent's child still answers
            reply = child.request({"kind": "cell", "source": "print(1)", "limit": 10.0}, 10.0)
            assert reply["outputs"][0]["text"] == "1\n"
        assert old.runs
        first.close()
        assert not old.runs
        second.close()
    finally:
        parent.close()


# Closes what it maps, so that the mapping alone keeps the file.
KEPT = """
import ctypes, os, time
libc = ctypes.CDLL(None)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
def keep(file):
    os.write(file, bytes(1 << 20))
    libc.mmap(None, 4096, 1, 1, file, 0)
    os.close(file)
"""

GREEDY = {
    "fills the disk": (
        "for i in range(40):\n    with open(f'f{i}', 'wb') as file:\n        file.write(bytes(50 << 20))\n",
        Crashed,
        "wrote more than 256 MiB",
    ),
    "fills the disk with files that it removes while they are open": (
        "import os\nkept = []\nfor i in range(40):\n    kept.append(open('f', 'wb'))\n    os.remove('f')\n"
        "    kept[-1].write(bytes(50 << 20))\n    kept[-1].flush()\n",
        Crashed,
        "wrote more than 256 MiB",
    ),
    "makes more files than there are inodes": (
        "import os\nfor i in range(100_000):\n    os.makedirs(f'd{i // 100}', exist_ok=True)\n"
        "    open(f'd{i // 100}/{i}', 'w').close()\n",
        Crashed,
        "more than 2000 files",
    ),
    "keeps removed files by mappings alone": (
        KEPT + "for i in range(6):\n    keep(os.open('f', os.O_RDWR | os.O_CREAT))\n    os.remove('f')\ntime.sleep(9)",
        Crashed,
        "wrote more than 256 MiB",
    ),
    "keeps files of memory by mappings alone": (
        KEPT + "for i in range(6):\n    keep(os.memfd_create('f'))\ntime.sleep(9)",
        Crashed,
        "wrote more than 256 MiB",
    ),
    "gives shared memory no name": (
        "import mmap, time\nmaps = [mmap.mmap(-1, 50 << 20) for i in range(6)]\ntime.sleep(9)",
        Crashed,
        "wrote more than 256 MiB",
    ),
    "makes folders deeper than a path may be long": (
        "import os, time\nfor i in range(100):\n    os.mkdir('d' * 100)\n    os.chdir('d' * 100)\ntime.sleep(9)",
        Crashed,
        "folders that nobody can look into",
    ),
    "spreads memory over processes": (
        "import os, time\nfor i in range(6):\n    if os.fork() == 0:\n        kept = b'1' * (700 << 20)\n"
        "        time.sleep(60)\n        os._exit(0)\ntime.sleep(30)\n",
        OutOfMemory,
        "took more than 2048 MiB of memory",
    ),
}


@pytest.mark.parametrize("how", GREEDY)
def test_the_watchdog_ends_what_takes_too_much_of_the_machine(tmp_path: Path, folder: Path, how: str) -> None:
    source, fault, words = GREEDY[how]
    run = run_cells(folder, "earned = 1", source, "print(earned)")
    assert isinstance(run.fault, fault)
    assert words in str(run.fault)
    assert run.outputs.statuses == {0: "ok", 1: fault.outcome, 2: fault.outcome}
    (tmp_path / "next").mkdir()
    again = run_cells(tmp_path / "next", "print('the next one')")
    assert again.outputs.statuses == {0: "ok"}


@pytest.mark.parametrize(("busy", "niceness"), [(0.0, 19), (1.5, 0)])
def test_who_takes_more_than_a_processor_gives_way(
    folder: Path, monkeypatch: pytest.MonkeyPatch, busy: float, niceness: int
) -> None:
    assert watchdog.BUSY == 1.5
    monkeypatch.setattr(watchdog, "BUSY", busy)
    source = (
        "import os, time\nend = time.monotonic() + 2\nwhile time.monotonic() < end:\n    pass\n"
        "if os.fork() == 0:\n    print(os.getpriority(os.PRIO_PROCESS, 0), file=open('forked', 'w'), flush=True)\n"
        "    os._exit(0)\nos.wait()\nprint(os.getpriority(os.PRIO_PROCESS, 0), open('forked').read())"
    )
    own = os.getpriority(os.PRIO_PROCESS, 0)
    assert outcome(source, folder).split() == [str(max(own, niceness) if niceness else own)] * 2


# Starts a notebook that leaves a process behind, says who its warm parent is, and waits.
RUN = """
import sys, time
from pathlib import Path
from nbformat.v4 import new_code_cell, new_notebook
from autograder.subject.notebook_run import NotebookRun
from autograder.subject.parent import shared
folder, source = Path(sys.argv[1]), "import os, time\\nif os.fork() == 0:\\n    time.sleep(600)"
run = NotebookRun(new_notebook(cells=[new_code_cell(source)]), folder).start(shared(), folder, 0)
run.advance(0)
[process] = shared()._young.values()
print(process.popen.pid, flush=True)
time.sleep(600)
"""


@pytest.mark.parametrize(
    ("whose", "how"), [("run", signal.SIGKILL), ("run", signal.SIGTERM), ("parent", signal.SIGKILL)]
)
def test_what_a_notebook_left_behind_ends_however_the_run_ends(folder: Path, whose: str, how: signal.Signals) -> None:
    with subprocess.Popen([sys.executable, "-c", RUN, str(folder)], stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        parent = int(run.stdout.readline())
        assert len(_working_in(folder)) == 2
        os.kill(parent if whose == "parent" else run.pid, how)
        deadline = time.monotonic() + 20
        while (left := _working_in(folder)) and time.monotonic() < deadline:
            time.sleep(0.1)
        run.kill()
    assert left == []
