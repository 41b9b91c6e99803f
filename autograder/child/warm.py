"""The warm parent: imports and warms everything that a notebook needs, then forks one child per submission.

Run as ``python -P -s -m autograder.child.warm FD [MODULE ...]`` with an allow-listed environment. It holds no secret
and no submission. The MODULEs are what a task forbids: they cannot be imported, and their files cannot be read. The
control socket FD takes one JSON line per request, with the child's end of its pipe as an ancillary descriptor.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib.util
import io
import json
import os
import signal
import socket
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.child import thrift

if TYPE_CHECKING:
    from autograder.child.shell import Shell

PR_SET_PDEATHSIG = 1


def forbid(names: Sequence[str]) -> list[Path]:
    """Make the import of these top-level modules fail in this process and its children, and say where they lie."""
    places: list[Path] = []
    for name in names:
        found = importlib.util.find_spec(name)
        if found is not None:
            places += map(Path, found.submodule_search_locations or [found.origin or name])
        sys.modules[name] = None  # type: ignore[assignment]  # Python's own way to say so
    return places


def warm_up() -> None:
    """Import and exercise what students use, in the order that keeps a later fork safe.

    One torch thread comes first: a multi-threaded operation before a fork hangs the child (libgomp). tqdm's monitor
    would be a second thread.
    """
    import torch

    torch.set_num_threads(1)
    import tqdm

    tqdm.tqdm.monitor_interval = 0
    import matplotlib.pyplot

    import autograder.child.child
    import autograder.child.confine
    import autograder.expect
    import autograder.show  # noqa: F401

    with contextlib.suppress(ImportError, OSError, RuntimeError):  # confine.missing() has the words for it
        import landlockpy  # noqa: F401
        import pyseccomp  # noqa: F401

    thrift.without_distributed_tensors()
    thrift.without_accelerators()
    torch.zeros(1, requires_grad=True).sum().backward()
    repr(torch.zeros(1))
    torch.broadcast_shapes((1,), (2,))  # imports sympy
    if sys.modules.get("pyro", ...) is not None:
        warm_up_pyro()
    figure, axes = matplotlib.pyplot.subplots()
    axes.plot([0, 1], label="fonts")
    axes.set(title="are", xlabel="looked", ylabel="up")
    axes.legend()
    figure.savefig(io.BytesIO(), bbox_inches="tight")
    matplotlib.pyplot.close("all")


def warm_up_pyro() -> None:
    """Import Pyro and take small steps of NUTS."""
    import pyro
    from pyro.infer import MCMC, NUTS

    MCMC(NUTS(_model), num_samples=2, warmup_steps=2, disable_progbar=True).run()
    pyro.clear_param_store()


def warm_up_training() -> None:
    """Take an optimiser's step, and one of SVI. The first imports torch._dynamo: a second, and 40 MB of memory.

    So it waits for the first notebook that trains.
    """
    import torch

    weight = torch.zeros(1, requires_grad=True)
    weight.sum().backward()
    torch.optim.Adam([weight]).step()
    if sys.modules.get("pyro") is not None:
        import pyro
        from pyro.infer import SVI, Trace_ELBO
        from pyro.infer.autoguide import AutoNormal

        SVI(_model, AutoNormal(_model), pyro.optim.ClippedAdam({"lr": 0.1}), Trace_ELBO()).step()
        pyro.clear_param_store()


def warm_up_real_data() -> None:
    """Import scikit-learn's data sets: a second, and scipy with them."""
    import sklearn.datasets

    sklearn.datasets.load_iris()


def _model() -> None:
    import pyro
    import pyro.distributions as dist
    import torch

    mu = pyro.sample("mu", dist.Normal(0.0, 1.0))
    with pyro.plate("N", 2):
        pyro.sample("y", dist.Normal(mu, 1.0), obs=torch.zeros(2))


def become_child(request: dict[str, Any], pipe: int, shell: Shell, hidden: Sequence[Path]) -> None:
    """In the fork: reset what a process inherits, lock the door, then serve the submission until its pipe closes."""
    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    os.dup2(pipe, 3)
    os.closerange(4, 1 << 16)
    os.chdir(request["folder"])
    os.environ.update(request["environment"] | _own(request["folder"]))
    tempfile.tempdir = None  # decided again, from TMPDIR
    sys.path.append(request["folder"])  # last: a submission's own modules, but no torch.py in place of torch
    # Pyro then draws several chains one after another: parallel ones want shared memory, which is not to be had.
    os.cpu_count = lambda: 1
    from autograder.child import confine
    from autograder.child.child import Child
    from autograder.probes import answers

    child = Child(3, shell)
    if request["confined"]:
        try:
            confine.lock(Path(request["folder"]), confine.Limits(), os.getpid(), hidden)
        except confine.CannotConfine as error:
            child.trouble = str(error)
    # After the change of user, which resets it: no child outlives this process.
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    answers.set_seed(request["seed"])
    child.serve()


def _own(folder: str) -> dict[str, str]:
    """Variables of the submission's own. The user whom the child becomes has no name, and ``getpass`` asks for one."""
    return {"HOME": folder, "TMPDIR": folder, "USER": "student", "LOGNAME": "student"}


def serve(control: socket.socket, shell: Shell, hidden: Sequence[Path], tell: int) -> None:
    """Fork on request, and end and reap children on request, until the control socket closes.

    Args:
        tell: the pipe to the keeper.
    """
    waiting = {"trains": warm_up_training, "real_data": warm_up_real_data}  # until a notebook wants it
    while True:
        line, descriptors, _, _ = socket.recv_fds(control, 1 << 16, 1)
        if not line:
            return
        request = json.loads(line)
        if request["do"] == "fork":
            for wish in [wish for wish in waiting if request[wish]]:
                gc.disable()
                waiting.pop(wish)()
                thrift.freeze()
            pid = os.fork()
            if pid == 0:
                status = 1
                try:
                    control.close()
                    become_child(request, descriptors[0], shell, hidden)
                    status = 0
                finally:
                    os._exit(status)
            os.close(descriptors[0])
            os.write(tell, b"+%d\n" % pid)
            reply: dict[str, Any] = {"pid": pid}
        else:
            reply = {"cpu": end(request["pid"])}
            os.write(tell, b"-%d\n" % request["pid"])
        control.sendall(json.dumps(reply).encode() + b"\n")


def end(pid: int) -> float:
    """Kill a child with everything in its process group, and give the CPU seconds that it took with its forks."""
    reaped, _, used = os.wait4(pid, os.WNOHANG)
    for target in (-pid, pid) if not reaped else (-pid,):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(target, signal.SIGKILL)
    if not reaped:
        used = os.wait4(pid, 0)[2]
    return used.ru_utime + used.ru_stime


def keeper(control: socket.socket) -> int:
    """Fork a process that outlives this one by a moment, and then kills each session whose child still ran.

    A child dies with its parent; what the child has forked does not. Gives the end of a pipe on which the keeper is
    told of children, each with its sign and number in a line. However this process ends, the pipe ends with it.
    """
    told, tell = os.pipe()
    if os.fork() != 0:
        os.close(told)
        return tell
    try:
        os.close(tell)
        control.close()
        os.setsid()  # who ends the parent's group is not to end it too
        living: set[int] = set()
        with open(told, "rb") as lines:
            for line in lines:
                (living.add if line[:1] == b"+" else living.discard)(int(line[1:]))
        for pid in living:
            with contextlib.suppress(OSError):
                os.killpg(pid, signal.SIGKILL)
    finally:
        os._exit(0)


def main() -> None:
    """Warm up, say so, serve."""
    control = socket.socket(fileno=int(sys.argv[1]))
    tell = keeper(control)
    gc.disable()  # what is imported stays: looking at it again and again is a sixth of the start
    hidden = forbid(sys.argv[2:])
    warm_up()
    from autograder.child.shell import make_shell

    shell = make_shell()
    thrift.freeze()
    control.sendall(b'{"ready": true}\n')
    serve(control, shell, hidden, tell)
    os._exit(0)  # to take all of it down piece by piece serves nobody


if __name__ == "__main__":
    main()
