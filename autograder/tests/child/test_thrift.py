"""Switches of libraries: what each sets is there in the pinned library, and has the effect that it is set for."""

from __future__ import annotations

import subprocess
import sys

import pytest

from autograder.child import thrift
from autograder.subject.parent import private_environment


def said(program: str) -> str:
    """What a program prints in a process of its own: a switch stays set as long as its process lives."""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_a_comparison_looks_for_no_distributed_tensors():
    program = """
import sys, torch
from autograder.child import thrift
assert hasattr(torch.testing._comparison, "_HAS_DTENSOR") or "_HAS_DTENSOR" in vars(torch.testing._comparison)
thrift.without_distributed_tensors()
torch.testing.assert_close(torch.zeros(2), torch.zeros(2))
print("torch.distributed.tensor" in sys.modules)
"""
    assert said(program) == "False"


def test_seeding_notes_nothing_for_devices_that_are_not_there():
    program = """
import torch
from autograder.child import thrift
assert all(callable(devices.manual_seed_all) for devices in (torch.cuda, torch.xpu, torch.mtia))
def noted():
    return [id(call) for call in torch.cuda._lazy_seed_tracker.get_calls()]
torch.manual_seed(3)
before = noted()
thrift.without_accelerators()
torch.manual_seed(3)
first = torch.rand(2)
torch.manual_seed(3)
print(len(before), noted() == before, bool((first == torch.rand(2)).all()))
"""
    import torch

    if torch.accelerator.current_accelerator() is not None:
        pytest.skip("there is a device here to be seeded")
    noted, as_before, same = said(program).split()
    assert int(noted) > 0, "torch notes it by itself no more: the switch can go"
    assert (as_before, same) == ("True", "True")


def test_jsonschema_finds_no_grammars():
    program = """
import sys
from autograder.child import thrift
thrift.without_grammars_of_addresses()
import jsonschema
jsonschema.validate(3, {"type": "integer"})
print(any(name.startswith("lark") for name in sys.modules))
"""
    assert said(program) == "False"
    source = said("import jsonschema._format as f, inspect; print('rfc3987_syntax' in inspect.getsource(f))")
    assert source == "True", "jsonschema asks for it no more: the switch can go"


def test_the_warm_parent_gets_the_switch_of_malloc():
    [(name, value)] = thrift.MALLOC.items()
    assert private_environment()[name] == value


def test_nothing_that_was_there_is_collected_after_freezing():
    program = """
import gc
from autograder.child import thrift
gc.disable()
thrift.freeze()
print(gc.isenabled(), gc.get_freeze_count() > 1000, len(gc.get_objects()) < 100)
"""
    assert said(program) == "True True True"


def test_a_command_collects_seldom():
    assert (
        said("import gc; from autograder.child import thrift; thrift.collect_seldom(); print(gc.get_threshold()[0])")
        == "50000"
    )


def test_graders_compute_with_one_thread():
    program = """
import torch
from autograder.child import thrift
torch.set_num_threads(2)
thrift.one_thread()
print(torch.get_num_threads())
"""
    assert said(program) == "1"
