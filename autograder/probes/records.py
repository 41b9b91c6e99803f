"""The ground: plain-data records of what a student's program did. They alone cross the trust border."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import torch


class Refused(ValueError):
    """A message or value that may not cross the border; the text says which limit or rule it broke."""


@dataclass(frozen=True)
class Name:
    """A reference to an object in the subject's notebook, usable as a function or as an argument."""

    name: str


@dataclass(frozen=True)
class Prop:
    """A reference to ``name`` in the grader's own model file ``graders/props/FILE.py``."""

    file: str
    name: str


@dataclass(frozen=True)
class Plate:
    """A plate that a site stands in. ``dim`` is negative, or None for a sequential plate; ``size`` counts this run."""

    name: str
    dim: int | None
    size: int


@dataclass(frozen=True)
class Site:
    """One site of a trace.

    ``kind`` is "sample", "param" or "plate". ``value`` is constrained. ``log_prob`` has the batch shape and includes
    ``scale`` and any mask, as in Pyro's own trace nodes; it is None for params and plates. ``family`` is the class
    name of the distribution below any expand or to_event wrapper. ``size`` is a plate's full size.
    """

    name: str
    kind: str
    observed: bool = False
    value: Any = None
    log_prob: torch.Tensor | None = None
    scale: torch.Tensor | float = 1.0
    masked: bool = False
    batch_shape: tuple[int, ...] = ()
    event_shape: tuple[int, ...] = ()
    family: str = ""
    plates: tuple[Plate, ...] = ()
    size: int | None = None
    constraint: str = ""


@dataclass(frozen=True)
class Trace:
    """A run of a model or guide: its sites in order, what it returned, and Pyro's table of shapes.

    ``log_density`` is the log density of the run; where discrete sites were enumerated, with those summed out.
    """

    sites: dict[str, Site]
    returned: Any = None
    shapes: str = ""
    log_density: float | None = None
    called: str = ""

    def _names(self, kind: str, observed: bool | None = None) -> list[str]:
        return [s.name for s in self.sites.values() if s.kind == kind and observed in (None, s.observed)]

    @property
    def latent(self) -> list[str]:
        """Names of the sample sites that are not observed."""
        return self._names("sample", observed=False)

    @property
    def observed(self) -> list[str]:
        """Names of the observed sample sites."""
        return self._names("sample", observed=True)

    @property
    def params(self) -> list[str]:
        """Names of the ``pyro.param`` statements."""
        return self._names("param")

    @property
    def plates(self) -> list[str]:
        """Names of the plates."""
        return self._names("plate")


@dataclass(frozen=True)
class Param:
    """A parameter in the store: ``value`` is constrained, ``unconstrained`` is what the optimiser moves."""

    value: torch.Tensor
    unconstrained: torch.Tensor
    constraint: str


@dataclass(frozen=True)
class Fit:
    """What an SVI loop of the grader's gave: ``losses`` [steps] (each -ELBO) and the parameters at the end."""

    losses: torch.Tensor
    params: dict[str, Param]


@dataclass(frozen=True)
class Line:
    """A line of a plot with its label and its points, x [n] and y [n]."""

    label: str
    x: torch.Tensor
    y: torch.Tensor


@dataclass(frozen=True)
class Axes:
    """The facts of one pair of axes."""

    title: str
    xlabel: str
    ylabel: str
    legend: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class Plot:
    """The facts of a figure."""

    axes: list[Axes]


@dataclass(frozen=True)
class Raised:
    """An exception of the subject's own code. ``bases`` are the class names along its inheritance, itself first.

    ``function`` is the function of the notebook that it left last, "" where it came up in none, ``line`` the line
    where that stood, and ``inner`` says where in another cell it came from. ``stub`` is the function that has yet to be
    written, where that is why. ``own`` is false where it came up outside of the student's functions, in what a check
    or a grader did with what they gave; ``stop`` then says where a visible check stopped, and at what.
    """

    type: str
    bases: list[str]
    message: str
    line: str = ""
    called: str = ""
    function: str = ""
    inner: str = ""
    stub: str = ""
    own: bool = True
    stop: str = ""

    @property
    def out_of_memory(self) -> bool:
        """Whether there was no memory left: torch has no class of its own for it."""
        return "MemoryError" in self.bases or (self.type == "RuntimeError" and "DefaultCPUAllocator" in self.message)


@dataclass(frozen=True)
class Opaque:
    """Stands for an object that is not plain data; ``type`` is its class name."""

    type: str


RECORDS: dict[str, type] = {
    cls.__name__: cls for cls in (Name, Prop, Plate, Site, Trace, Param, Fit, Line, Axes, Plot, Raised, Opaque)
}
