"""A subject answers probes in plain data: what graders ask of a notebook, whoever stands behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import torch

from autograder import probes
from autograder.expect import assertions
from autograder.probes.records import Fit, Name, Param, Plot, Prop, Raised, Refused, Trace
from autograder.probes.steps import Function, Step


class Subject:
    """What graders ask of a notebook. The methods are the probes of :mod:`autograder.probes`, each in its own fork.

    Each takes a ``seed`` for the subject's random draws and a time ``limit`` in seconds. When the subject's code
    raises, the method fails the grader with a message for the student; ``error`` gives the exception instead.
    """

    def ask(self, steps: list[Step], seed: int, limit: float) -> list[Any]:
        """Answer the steps in one fork; the last answer is ``Raised`` where the subject's code raised."""
        raise NotImplementedError

    def sequence(self, *steps: Step, seed: int = 0, limit: float = 10.0) -> list[Any]:
        """Several steps in one fork: a later one sees what an earlier one did, and each saves the 10 ms of a fork."""
        answers = self.ask(list(steps), seed, limit)
        results = [assertions.unwrap(_known(step, answer)) for step, answer in zip(steps, answers, strict=False)]
        if len(answers) != len(steps):
            raise Refused("the answer has another number of parts than the question")
        return [_of_its_kind(step, result) for step, result in zip(steps, results, strict=True)]

    def _one(self, step: Step, seed: int, limit: float) -> Any:
        return self.sequence(step, seed=seed, limit=limit)[0]

    def trace(
        self,
        fn: Function,
        args: probes.Args = (),
        kwargs: probes.Kwargs = None,
        *,
        params: Mapping[str, Any] | None = None,
        seed: int = 0,
        limit: float = 10.0,
    ) -> Trace:
        """A run of a model or guide, see :func:`autograder.probes.trace`."""
        return self._one(probes.trace(fn, args, kwargs, params=params), seed, limit)

    def density(
        self,
        fn: Function,
        args: probes.Args = (),
        kwargs: probes.Kwargs = None,
        *,
        values: Mapping[str, Any],
        params: Mapping[str, Any] | None = None,
        enumerate_nesting: int | None = None,
        seed: int = 0,
        limit: float = 10.0,
    ) -> Trace:
        """A run with the sites in ``values`` held fixed, see :func:`autograder.probes.density`."""
        step = probes.density(fn, args, kwargs, values=values, params=params, enumerate_nesting=enumerate_nesting)
        return self._one(step, seed, limit)

    def call(
        self,
        fn: Function,
        args: probes.Args = (),
        kwargs: probes.Kwargs = None,
        *,
        params: Mapping[str, Any] | None = None,
        fresh: bool = False,
        stochastic: bool = False,
        seed: int = 0,
        limit: float = 10.0,
    ) -> Any:
        """What a call returns, see :func:`autograder.probes.call`."""
        step = probes.call(fn, args, kwargs, params=params, fresh=fresh, stochastic=stochastic)
        return self._one(step, seed, limit)

    def error(
        self, fn: Function, args: probes.Args = (), kwargs: probes.Kwargs = None, *, seed: int = 0, limit: float = 10.0
    ) -> Raised | None:
        """What a call raises, or None."""
        step = probes.call(fn, args, kwargs)
        [result] = [_known(step, answer) for answer in self.ask([step], seed, limit)]
        if not isinstance(result, Raised):
            return None
        missing = result.type in ("NotImplementedError", "NameError")
        return assertions.unwrap(result) if missing else result

    def value(self, name: str, *, limit: float = 10.0) -> Any:
        """A global of the notebook."""
        return self._one(probes.value(name), 0, limit)

    def params(self, *, limit: float = 10.0) -> dict[str, Param]:
        """The param store as the notebook's cells have left it."""
        return self._one(probes.params(), 0, limit)

    def fit(
        self,
        model: Function,
        guide: Function,
        args: probes.Args = (),
        kwargs: probes.Kwargs = None,
        *,
        lr: float = 0.05,
        lrd: float = 1.0,
        steps: int = 500,
        particles: int = 1,
        params: Mapping[str, Any] | None = None,
        seed: int = 0,
        limit: float = 60.0,
    ) -> Fit:
        """The grader's own SVI loop, see :func:`autograder.probes.fit`."""
        step = probes.fit(model, guide, args, kwargs, lr=lr, lrd=lrd, steps=steps, particles=particles, params=params)
        return self._one(step, seed, limit)

    def draws(
        self,
        fn: Function,
        args: probes.Args = (),
        kwargs: probes.Kwargs = None,
        *,
        n: int,
        params: Mapping[str, Any] | None = None,
        seed: int = 0,
        limit: float = 10.0,
    ) -> dict[str, Any]:
        """Values of ``n`` runs, see :func:`autograder.probes.draws`."""
        return self._one(probes.draws(fn, args, kwargs, n=n, params=params), seed, limit)

    def plot(
        self, fn: Function, args: probes.Args = (), kwargs: probes.Kwargs = None, *, seed: int = 0, limit: float = 10.0
    ) -> Plot:
        """The facts of a figure, see :func:`autograder.probes.plot`."""
        return self._one(probes.plot(fn, args, kwargs), seed, limit)


def _known(step: Step, answer: Any) -> Any:
    """The answer; an exception of a grader's own function names the student's functions that were given to it."""
    if not isinstance(answer, Raised) or answer.own or not isinstance(step.get("fn"), Prop):
        return answer
    given = dict.fromkeys(one.name for one in references_of(step) if isinstance(one, Name))
    return replace(answer, called=" or ".join(given)) if given else answer


_KINDS: dict[str, type] = {"trace": Trace, "fit": Fit, "plot": Plot, "params": dict, "draws": dict}


def _of_its_kind(step: Step, answer: Any) -> Any:
    """The answer to a step, where it is of the kind that such a step has."""
    kind = _KINDS.get(step["op"], object)
    if not isinstance(answer, kind):
        raise Refused(f"the answer is no {kind.__name__}")
    if step["op"] == "params" and not all(isinstance(param, Param) for param in answer.values()):
        raise Refused("the answer is no param store")
    if step["op"] == "draws":
        if not all(isinstance(values, torch.Tensor) and values.dim() for values in answer.values()):
            raise Refused("the answer is no set of draws")
        return _Draws(answer)
    return answer


class _Draws(dict[str, Any]):
    """Draws by site; a grader that asks for one that is missing fails the student, not itself."""

    def __missing__(self, name: str) -> Any:
        what = "numbers were returned" if name == "return" else f"the site '{name}' was drawn"
        raise assertions.Mismatch(f"draws:{name}", f"Not in each of several runs {what}.")


def references_of(item: Any) -> Iterator[Name | Prop]:
    """All references in a step, in order."""
    if isinstance(item, (Name, Prop)):
        yield item
    elif isinstance(item, dict):
        yield from references_of(list(item.values()))
    elif isinstance(item, (list, tuple)):
        for part in item:
            yield from references_of(part)
