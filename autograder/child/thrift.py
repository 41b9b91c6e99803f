"""Switches in libraries that save every process something, each with what it saved when it was measured.

A switch that has become unknown to its library would save nothing and say nothing: ``test_thrift.py`` asks each pinned
library for the name that is set here.
"""

from __future__ import annotations

import atexit
import gc
import sys

# malloc's memory lies in huge pages from the start (glibc 2.35 or newer; others ignore it): a fork of the warm parent
# copies one entry of its page tables for each 2 MiB in place of 512, 5 ms of CPU time in place of 16.
MALLOC = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}


def without_distributed_tensors() -> None:
    """Keep torch.testing from looking for distributed tensors, which nothing here can be.

    For that its first comparison in a process imports torch.distributed: 0.7 s and 40 MB.
    """
    import torch

    torch.testing._comparison._HAS_DTENSOR = False


def without_accelerators() -> None:
    """Keep ``torch.manual_seed`` from noting the seed, with the lines of the stack, for devices that torch cannot have.

    It is called in each process and each probe, where all memory is new, and took 2 ms of each: 7 % of a submission.
    """
    import torch

    if torch.accelerator.current_accelerator() is None:
        for devices in (torch.cuda, torch.xpu, torch.mtia):
            devices.manual_seed_all = _ignore  # type: ignore[attr-defined]


def _ignore(seed: int) -> None:
    """Seed none of no devices."""


def one_thread() -> None:
    """Compute with one torch thread: tensors here are small, and a second thread waits actively for the next of them.

    On two busy cores a calibration's own process took 3.3 s of CPU time a try with two threads, and 0.1 s with one.
    """
    import torch

    torch.set_num_threads(1)


def without_grammars_of_addresses() -> None:
    """Keep jsonschema from an optional module that it imports if it can, and that builds 35 parsers: 1.8 s of a start.

    It has to come before the first import of jsonschema.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def freeze() -> None:
    """Take all objects that there are out of garbage collection: the last thing before forks.

    A collection in a fork would write to each of a million objects, and so copy 90 MB. What is garbage by now, less
    than a megabyte, stays: to look for it takes a quarter of a second.
    """
    gc.freeze()
    gc.enable()


def collect_seldom() -> None:
    """Collect garbage after 50,000 new objects in place of 700, and not at the end.

    What a command imports stays: to look at it again and again is a sixth of its start, and half a second of its end.
    """
    gc.set_threshold(50_000)
    atexit.register(gc.freeze)
