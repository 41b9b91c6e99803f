"""A subject answers probes in plain data: what graders ask of a notebook, whoever stands behind it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from autograder import probes
from autograder.expect.exceptions import unwrap
from autograder.expect.mismatch import Mismatch
from autograder.probes.records import Name, Prop, Raised, Refused
from autograder.probes.steps import PROBES, Args, Function, Kwargs, Probe, Step, declared


class Subject:
    """What graders ask of a notebook. Every probe of :mod:`autograder.probes` is a method, each in its own fork.

    A method takes the probe's arguments, a ``seed`` for the subject's random draws, and a time ``limit`` in seconds;
    left out, they are the subject's ``seed`` and the probe's own limit. When the subject's code raises, the method
    fails the grader with a message for the student; ``error`` gives the exception instead.
    """

    seed = 0

    def ask(self, steps: list[Step], seed: int, limit: float) -> list[Any]:
        """Answer the steps in one fork; the last answer is ``Raised`` where the subject's code raised."""
        raise NotImplementedError

    def stand_at(self, grade_id: str) -> None:
        """Stand at a graded cell: what is asked next is asked when the cells above it have run, and it too."""
        raise NotImplementedError

    def sequence(self, *steps: Step, seed: int | None = None, limit: float = 10.0) -> list[Any]:
        """Several steps in one fork: a later one sees what an earlier one did, and each saves the 10 ms of a fork."""
        answers = self.ask(list(steps), self.seed if seed is None else seed, limit)
        results = [unwrap(_known(step, answer)) for step, answer in zip(steps, answers, strict=False)]
        if len(answers) != len(steps):
            raise Refused("the answer has another number of parts than the question")
        return [_of_its_kind(step, result) for step, result in zip(steps, results, strict=True)]

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name not in PROBES:
            raise AttributeError(f"{type(self).__name__} has no {name}, and there is no such probe")
        return functools.partial(self._one, PROBES[name])

    def _one(
        self, probe: Probe[...], *args: Any, seed: int | None = None, limit: float | None = None, **kwargs: Any
    ) -> Any:
        [answer] = self.sequence(probe(*args, **kwargs), seed=seed, limit=probe.limit if limit is None else limit)
        return answer

    def error(
        self, fn: Function, args: Args = (), kwargs: Kwargs = None, *, seed: int | None = None, limit: float = 10.0
    ) -> Raised | None:
        """What a call raises, or None."""
        step = probes.call(fn, args, kwargs)
        [result] = [_known(step, answer) for answer in self.ask([step], self.seed if seed is None else seed, limit)]
        if not isinstance(result, Raised):
            return None
        missing = result.type in ("NotImplementedError", "NameError")
        return unwrap(result) if missing else result


def _known(step: Step, answer: Any) -> Any:
    """The answer; an exception of a grader's own function names the student's functions that were given to it."""
    if not isinstance(answer, Raised) or answer.own or not isinstance(step.get("fn"), Prop):
        return answer
    given = dict.fromkeys(one.name for one in references_of(step) if isinstance(one, Name))
    return replace(answer, called=" or ".join(given)) if given else answer


def _of_its_kind(step: Step, answer: Any) -> Any:
    """The answer to a step, where it is of the kind that such a step has."""
    probe = declared(step)
    if not probe.holds(answer):
        raise Refused(f"the answer is no {probe.gives}")
    return _Draws(answer) if step["op"] == "draws" else answer


class _Draws(dict[str, Any]):
    """Draws by site; a grader that asks for one that is missing fails the student, not itself."""

    def __missing__(self, name: str) -> Any:
        what = "numbers were returned" if name == "return" else f"the site '{name}' was drawn"
        raise Mismatch(f"draws:{name}", f"Not in each of several runs {what}.")


def references_of(item: Any) -> Iterator[Name | Prop]:
    """All references in a step, in order."""
    if isinstance(item, (Name, Prop)):
        yield item
    elif isinstance(item, dict):
        yield from references_of(list(item.values()))
    elif isinstance(item, (list, tuple)):
        for part in item:
            yield from references_of(part)
