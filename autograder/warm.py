"""The warm parent: imports and warms everything that a notebook needs, then forks one child per submission.

Run as ``python -P -s -m autograder.warm FD`` with an allow-listed environment. It holds no secret and no submission.
The control socket FD takes one JSON line per request, with the child's end of its pipe as an ancillary descriptor.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import json
import os
import signal
import socket
import sys
import tempfile
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG = 1


def warm_up() -> None:
    """Import and exercise what students use, in the order that keeps a later fork safe.

    One torch thread comes first: a multi-threaded operation before a fork hangs the child (libgomp). tqdm's monitor
    would be a second thread. The first optimiser step imports torch._dynamo, which takes seconds.
    """
    import torch

    torch.set_num_threads(1)
    import tqdm

    tqdm.tqdm.monitor_interval = 0
    import matplotlib.pyplot
    import pyro
    import pyro.distributions as dist
    from pyro.infer import MCMC, NUTS, SVI, Trace_ELBO
    from pyro.infer.autoguide import AutoNormal

    import autograder.child
    import autograder.confine
    import autograder.expect  # noqa: F401

    with contextlib.suppress(ImportError, OSError, RuntimeError):  # confine.missing() has the words for it
        import landlockpy  # noqa: F401
        import pyseccomp  # noqa: F401

    def model() -> None:
        mu = pyro.sample("mu", dist.Normal(0.0, 1.0))
        with pyro.plate("N", 2):
            pyro.sample("y", dist.Normal(mu, 1.0), obs=torch.zeros(2))

    svi = SVI(model, AutoNormal(model), pyro.optim.ClippedAdam({"lr": 0.1}), Trace_ELBO())
    svi.step()
    MCMC(NUTS(model), num_samples=2, warmup_steps=2, disable_progbar=True).run()
    figure, axes = matplotlib.pyplot.subplots()
    axes.plot([0, 1])
    figure.canvas.draw()
    matplotlib.pyplot.close("all")
    pyro.clear_param_store()
    gc.collect()
    gc.freeze()  # keeps the children's memory shared with this process


def become_child(request: dict[str, Any], pipe: int) -> None:
    """In the fork: reset what a process inherits, lock the door, then serve the submission until its pipe closes."""
    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    os.dup2(pipe, 3)
    os.closerange(4, 1 << 16)
    os.chdir(request["folder"])
    os.environ.update(request["environment"] | {"HOME": request["folder"], "TMPDIR": request["folder"]})
    tempfile.tempdir = None  # decided again, from TMPDIR
    # Pyro then draws several chains one after another: parallel ones want shared memory, which is not to be had.
    os.cpu_count = lambda: 1
    import pyro

    from autograder import confine
    from autograder.child import Child

    child = Child(3)
    if request["confined"]:
        try:
            confine.lock(Path(request["folder"]), confine.Limits(), os.getpid())
        except confine.CannotConfine as error:
            child.trouble = str(error)
    # After the change of user, which resets it: no child outlives this process.
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    pyro.set_rng_seed(request["seed"])
    child.serve()


def serve(control: socket.socket) -> None:
    """Fork on request, and end and reap children on request, until the control socket closes."""
    while True:
        line, descriptors, _, _ = socket.recv_fds(control, 1 << 16, 1)
        if not line:
            return
        request = json.loads(line)
        if request["do"] == "fork":
            pid = os.fork()
            if pid == 0:
                status = 1
                try:
                    control.close()
                    become_child(request, descriptors[0])
                    status = 0
                finally:
                    os._exit(status)
            os.close(descriptors[0])
            reply: dict[str, Any] = {"pid": pid}
        else:
            reply = {"status": end(request["pid"])}
        control.sendall(json.dumps(reply).encode() + b"\n")


def end(pid: int) -> int:
    """Kill a child with everything in its process group, and give its wait status."""
    reaped, status = os.waitpid(pid, os.WNOHANG)
    for target in (-pid, pid) if not reaped else (-pid,):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(target, signal.SIGKILL)
    return status if reaped else os.waitpid(pid, 0)[1]


def main() -> None:
    """Warm up, say so, serve."""
    control = socket.socket(fileno=int(sys.argv[1]))
    warm_up()
    control.sendall(b'{"ready": true}\n')
    serve(control)


if __name__ == "__main__":
    main()
