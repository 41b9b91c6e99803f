"""Assertions on records of traces, densities, values and posteriors, for visible checks and hidden graders alike.

In a notebook a failed assertion shows the number that was wanted. Graders use the same assertions inside
:func:`hiding`, and no wanted number is ever printed there.
"""

from __future__ import annotations

import contextlib
import math
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from typing import Any

import torch

from autograder.probes.kinds import count, kind_text, short, value_text
from autograder.probes.records import Opaque, Plate, Raised, Site, Trace

_hiding: ContextVar[bool] = ContextVar("hiding", default=False)

_TEXT_LIMIT = 700
_TABLE_LIMIT = 3000


class Mismatch(AssertionError):
    """What was asked for is not there.

    Attributes:
        code: which expectation failed, on what, without numbers: equal mistakes have equal codes.
        message: for the student: what was called, what came, what was wanted.
        look: where to look next, may be empty.
        table: a trace's table of shapes where shapes matter, may be empty.
        near: whether the number that came is near the wanted one, though not equal to within the tolerance.
        shown: whether a panel has said it already.
    """

    shown = False

    def __init__(self, code: str, message: str, look: str = "", table: str = "", near: bool = False) -> None:
        super().__init__(message)
        # texts may come from a subject that lies about their length
        self.code, self.message = code[:_TEXT_LIMIT], message[:_TEXT_LIMIT]
        self.look, self.table = look[:_TEXT_LIMIT], table[:_TABLE_LIMIT]
        self.near = near

    def lines(self) -> list[tuple[str, str]]:
        """The sentences of a panel."""
        return [("", self.message)] + ([("Where to look", self.look)] if self.look else [])

    def _render_traceback_(self) -> list[str]:
        # IPython asks for this: a foreseen mistake needs its sentence, not the kit's own stack. Where the panel has
        # said it, once is enough; nbgrader's Validate shows these lines and no panel.
        if self.shown and "NBGRADER_VALIDATING" not in os.environ:
            return ["Not passed yet: the panel above says why."]
        return [f"Check not passed: {self.message}"]


@contextlib.contextmanager
def hiding() -> Iterator[None]:
    """Inside, messages never contain a wanted number. The grading session runs graders in it."""
    token = _hiding.set(True)
    try:
        yield
    finally:
        _hiding.reset(token)


def that(condition: bool, message: str, *, code: str = "", look: str = "") -> None:
    """Any other fact. ``message`` is for the student and contains no hidden number."""
    try:
        holds = bool(condition)
    except Exception:  # several numbers, say, of which some may hold and some not
        holds = False
    if not holds:
        raise Mismatch(f"that:{code or message[:60]}", _capital(message), look)


# --- what the student's code raised ------------------------------------------------------------------------------


def is_stub(result: Raised) -> bool:
    """Whether it ended because a task is still the stub that the release came with."""
    return bool(result.stub)


def unwrap(result: Any) -> Any:
    """A step's answer, or the ``Mismatch`` that tells a student what their code raised."""
    if not isinstance(result, Raised):
        return result
    name = result.called.split("(")[0]
    if is_stub(result):
        itself = name in (result.stub, result.stub.rpartition(".")[2]) or not result.own
        raise unwritten(result.stub, "" if itself else result.called)
    missing = re.fullmatch(r"name '(\w+)' is not defined", result.message) if result.type == "NameError" else None
    if missing and not result.function:
        raise undefined(missing[1])
    table = "Trace Shapes:" + result.message.split("Trace Shapes:")[1] if "Trace Shapes:" in result.message else ""
    said = f"{result.type}: {first_lines(result.message)}"
    if result.own:
        message = f"`{result.called}` raised {result.type}{_place(result)}: {first_lines(result.message)}"
        raise Mismatch(f"raised:{result.type}:{name}", message, "", table)
    if result.stop:
        message = f"This check stopped at {result.stop} ({said})."
    elif name:
        given = " or ".join(f"`{one}`" for one in name.split(" or "))
        message = f"What came from {given} could not be used as the text describes it ({said})."
    else:
        message = f"This check could not go on ({said})."
    raise Mismatch(
        f"unusable:{result.type}:{name}", message, "Is everything of the kind that the text asks for?", table
    )


def _place(result: Raised) -> str:
    """At which line of the student's own it was raised, and where that led."""
    if not result.line:
        return ""
    if result.inner:
        return f" at the line `{result.line}`, which led to {result.inner}"
    within = result.function.rpartition(".")[2] == result.called.partition("(")[0].rpartition(".")[2]
    return f" at the line `{result.line}`" + ("" if within else f" of `{result.function}`" if result.function else "")


def unwritten(stub: str, called: str = "") -> Mismatch:
    """What a task that is still to be written is told, and the call that needs it."""
    uses = f"`{called}` needs `{stub}`, which" if called else f"`{stub}`"
    message = f"{uses} is still the stub: it raises NotImplementedError."
    return Mismatch(f"stub:{stub}", message, f"Write `{stub}`, run its cell, then run this again.")


def undefined(name: str) -> Mismatch:
    """What is said of a name that the notebook does not have."""
    message = f"`{name}` is not defined when this cell runs: is its cell above, and does it run without error?"
    return Mismatch(f"undefined:{name}", message)


def first_lines(text: str, limit: int = 300) -> str:
    """An exception's text without Pyro's table of shapes, cut off where it grows long."""
    text = text.split("Trace Shapes:")[0].strip()
    return text if len(text) <= limit else text[:limit] + " …"


# --- sites, plates, shapes ---------------------------------------------------------------------------------------


def sites(
    trace: Trace,
    *,
    latent: Iterable[str] | None = None,
    observed: Iterable[str] | None = None,
    params: Iterable[str] | None = None,
) -> None:
    """The trace has exactly these latent sites, observed sites and params; a kind that is left out is free."""
    wanted = {"latent": latent, "observed": observed, "params": params}
    words = {"latent": "latent sample site", "observed": "observed sample site", "params": "param"}
    for kind, names in wanted.items():
        if names is None:
            continue
        got, want = set(getattr(_run(trace), kind)), set(names)
        if got != want:
            message = (
                f"`{trace.called}` has {_names(got, words[kind])}; wanted: {_names(want, words[kind], short=True)}."
            )
            differing = ",".join(sorted(got ^ want))
            raise Mismatch(f"sites:{kind}:{differing}", message, _site_advice(kind, got, want), trace.shapes)


def _names(names: set[str], word: str, short: bool = False) -> str:
    listed = ", ".join(f"'{name}'" for name in sorted(map(str, names))) or "none"
    plural = "" if len(names) == 1 else "s"
    return listed if short else (f"the {word}{plural} {listed}" if names else f"no {word}{plural}")


def _run(value: Any) -> Trace:
    """A trace, or the sentence that it is none."""
    if not isinstance(value, Trace):
        raise Mismatch("kind:trace", f"What should be a trace is {kind_text(value)}.")
    return value


def _site_advice(kind: str, got: set[str], want: set[str]) -> str:
    missing = sorted(want - got)
    if kind == "params":
        return "A param is a `pyro.param(name, start_value)` statement; a plain tensor is not seen by Pyro."
    if missing and kind == "observed":
        return f"Site '{missing[0]}' is observed when `pyro.sample` gets `obs=` with a value that is not None."
    if missing:
        return "A sample site is a `pyro.sample(name, distribution)` statement without data; the name must be exact."
    return "A site without `obs=` is latent, one with `obs=` is observed."


def site(
    trace: Trace,
    name: str,
    *,
    observed: bool | None = None,
    family: str | None = None,
    batch_shape: Sequence[int] | None = None,
    event_shape: Sequence[int] | None = None,
    plates: Mapping[str, int | tuple[int, int]] | None = None,
) -> Site:
    """The trace has a sample site ``name`` with these facts; facts that are left out are free. Gives the site.

    Args:
        plates: exact set of the site's plates: name to size, or to (size, dim).
    """
    found = _run(trace).sites.get(name)
    if found is None or found.kind != "sample":
        have = _names(set(trace.latent) | set(trace.observed), "sample site")
        raise Mismatch(
            f"site:{name}",
            f"`{trace.called}` has no sample site '{name}'; it has {have}.",
            f"The first argument of `pyro.sample` is the site's name: it must be '{name}'.",
            trace.shapes,
        )
    if observed is not None and found.observed != observed:
        words = {True: "observed", False: "latent"}
        raise Mismatch(
            f"observed:{name}",
            f"In `{trace.called}` the site '{name}' is {words[not observed]}; it should be {words[observed]}.",
            "A site is observed when `obs=` gets a value that is not None.",
            trace.shapes,
        )
    if family is not None and found.family != family:
        raise Mismatch(
            f"family:{name}",
            f"In `{trace.called}` the site '{name}' has the distribution {found.family}; wanted: {family}.",
        )
    if plates is not None:
        wanted = {key: size if isinstance(size, tuple) else (size, None) for key, size in plates.items()}
        _plates(trace, found, wanted)
    for what, got, want in (("batch", found.batch_shape, batch_shape), ("event", found.event_shape, event_shape)):
        if want is not None and tuple(got) != tuple(want):
            raise _wrong_shape(trace, found, what, got, want)
    return found


def _plates(trace: Trace, site: Site, wanted: Mapping[str, tuple[int, int | None]]) -> None:
    got = {plate.name: plate for plate in site.plates}
    if set(got) != set(wanted):
        message = (
            f"In `{trace.called}` the site '{site.name}' stands in "
            f"{_names(set(got), 'plate') if got else 'no plate'}; "
            f"wanted: {_names(set(wanted), 'plate') if wanted else 'no plate'}."
        )
        differing = ",".join(sorted(set(got) ^ set(wanted)))
        raise Mismatch(
            f"plates:{site.name}:{differing}",
            message,
            "A site stands in every plate whose `with` block encloses its `pyro.sample` statement.",
            trace.shapes,
        )
    for name, (size, dim) in wanted.items():
        plate: Plate = got[name]
        if plate.size != size:
            message = f"In `{trace.called}` the plate '{name}' has size {plate.size}; wanted: {size}."
            raise Mismatch(
                f"plate_size:{name}", message, "The size is the second argument of `pyro.plate`.", trace.shapes
            )
        if dim is not None and plate.dim != dim:
            message = f"In `{trace.called}` the plate '{name}' has dim {plate.dim}; wanted: {dim}."
            raise Mismatch(
                f"plate_dim:{name}",
                message,
                "Dims count from the right: -1 is the last. `pyro.plate(..., dim=…)` fixes "
                "one; else the outermost plate takes -1.",
                trace.shapes,
            )


def _wrong_shape(trace: Trace, site: Site, what: str, got: Sequence[int], want: Sequence[int]) -> Mismatch:
    message = f"In `{trace.called}` the site '{site.name}' has {what} shape {list(got)}; wanted: {list(want)}."
    advice = {
        "batch": "Batch dims are independent draws: plates make them; `to_event` takes them away.",
        "event": "Event dims belong to one draw: `to_event(k)` makes the last k batch dims into them.",
    }
    return Mismatch(f"{what}_shape:{site.name}", message, advice[what], trace.shapes)


def structure(got: Trace, want: Trace, *, shapes: bool = True) -> None:
    """The same sites, kinds, observed flags and plates as the wanted trace, and, with ``shapes``, the same shapes."""
    sites(got, latent=want.latent, observed=want.observed, params=want.params)
    for name, wanted in want.sites.items():
        if wanted.kind == "sample":
            site(
                got,
                name,
                plates={plate.name: (plate.size, plate.dim) if plate.dim else plate.size for plate in wanted.plates},
                batch_shape=wanted.batch_shape if shapes else None,
                event_shape=wanted.event_shape if shapes else None,
            )


# --- densities and numbers ---------------------------------------------------------------------------------------


def density(
    got: Trace, want: Trace, sites: Iterable[str] | None = None, *, rtol: float = 1e-4, atol: float = 1e-3
) -> None:
    """Each sample site's summed log_prob is the wanted one. ``sites`` limits which are looked at."""
    for name in sites if sites is not None else want.latent + want.observed:
        mine = site(got, name)
        theirs = want.sites[name]
        value, wanted = _total(mine), _total(theirs)
        if not _near(torch.tensor(value), torch.tensor(wanted), rtol, atol):
            hidden = "what the text describes gives another value" if _hiding.get() else f"wanted: {wanted:.4f}"
            message = (
                f"In `{got.called}` the log density of site '{name}' ({mine.family}) is {_decimals(value)} at values "
                f"that were set from outside; {hidden}."
            )
            raise Mismatch(
                f"density:{name}",
                message,
                f"Check the family of '{name}', the order and meaning of its arguments "
                "(a scale is a standard deviation, Gamma takes a rate), and which data it sees.",
                got.shapes,
                near=_near(torch.tensor(value), torch.tensor(wanted), 10 * rtol, 10 * atol),
            )
        if not _near(_tensor(mine.scale), _tensor(theirs.scale), rtol, atol):
            raise Mismatch(
                f"scale:{name}",
                f"In `{got.called}` the site '{name}' is counted with another weight than asked for.",
                "A plate with `subsample_size`, or `poutine.scale`, changes the weight.",
                got.shapes,
            )


def slopes(
    got: Mapping[str, Mapping[str, torch.Tensor]],
    want: Mapping[str, Mapping[str, torch.Tensor]],
    *,
    rtol: float = 1e-4,
    atol: float = 1e-4,
) -> None:
    """The log density of each site moves with the held values and params as it should (see the probe ``slopes``).

    A value that is detached on its way to a site has the right density there, and no training could follow it.
    """
    for name, wanted in want.items():
        mine = got.get(name, {})
        for by in sorted({*wanted, *mine}):
            if by not in mine and bool(wanted[by].any()):
                raise _copied(name, by)
            zeros = torch.zeros_like(mine[by] if by in mine else wanted[by])
            what = f"the slope of the log density of {name}, as {by} moves,"
            code = f"slope:{name}:{by}"
            close(mine.get(by, zeros), wanted.get(by, zeros), what, rtol=rtol, atol=atol, code=code)


def follows(got: Mapping[str, Mapping[str, torch.Tensor]], name: str, by: str) -> None:
    """The log density of the site ``name`` moves at all with the value or param ``by`` (see the probe ``slopes``)."""
    slope = got.get(name, {}).get(by)
    if slope is None or not bool(slope.any()):
        raise _copied(name, by)


def _copied(name: str, by: str) -> Mismatch:
    message = f"The distribution of {name} is not made from {by} itself, but from a copy of its number: nobody could"
    return Mismatch(f"copy:{name}:{by}", f"{message} learn {by}.")


def _total(site: Site) -> float:
    return float(site.log_prob.double().sum()) if site.log_prob is not None else math.nan


def _tensor(value: Any) -> torch.Tensor:
    return torch.as_tensor(value, dtype=torch.float64)


def _near(got: torch.Tensor, want: torch.Tensor, rtol: float, atol: float) -> bool:
    return _why_not_close(got, want, rtol, atol) is None


def _why_not_close(got: torch.Tensor, want: torch.Tensor, rtol: float, atol: float) -> str | None:
    try:
        torch.testing.assert_close(got, want, rtol=rtol, atol=atol, equal_nan=True, check_dtype=False)
    except AssertionError as difference:
        return str(difference)
    return None


def close(got: Any, want: Any, what: str, *, rtol: float = 1e-4, atol: float = 1e-4, code: str = "") -> None:
    """Numbers, tensors or (nested) lists of numbers are close; the kind and the shape are looked at first.

    Args:
        what: a phrase for the message, such as "the second value that fit(data) returned".
    """
    # a grader's own wanted value is never the student's fault; a check's may come from an earlier task
    wanted = _tensor(want) if _hiding.get() else _numbers(want, f"what {what} is held against", "numbers", code)
    shape(got, wanted.shape, what, code=code)
    reason = _why_not_close(_tensor(got), wanted, rtol, atol)
    if reason is not None:
        came = f"{_capital(what)} is {_number_text(_tensor(got))}"
        near = _near(_tensor(got), wanted, max(0.05, 2 * rtol), 2 * atol)
        raise Mismatch(f"close:{code or what}", f"{came}; {_wanted(wanted, reason)}.", near=near)


def _wanted(want: torch.Tensor, reason: str) -> str:
    """What was wanted instead; in a notebook with torch's own count and place of the differences."""
    if _hiding.get():
        return "that is not what the text asks for"
    facts = [
        line.strip().rstrip(".") for line in reason.splitlines() if line.startswith(("Mismatched", "Greatest abs"))
    ]
    return "; ".join([f"wanted: {_number_text(want)}", *(fact[:1].lower() + fact[1:] for fact in facts)])


def equal(got: Any, want: Any, what: str, *, code: str = "") -> None:
    """Strings, whole numbers, bools, None, or lists and dictionaries of those, are equal."""
    if not _same(got, want):
        wanted = "that is not what the text asks for" if _hiding.get() else f"wanted: {_told_apart(want, got)}"
        raise Mismatch(f"equal:{code or what}", f"{_capital(what)} is {value_text(got)}; {wanted}.")


def _told_apart(want: Any, got: Any) -> str:
    """The wanted value, with its kind where it would look the same as the one that came."""
    text = "None" if want is None else value_text(want)
    return text if text != value_text(got) else f"{text}, {_of_kind(want)} and not {_of_kind(got)}"


def _of_kind(value: Any) -> str:
    return f"of type {type(value).__name__}"


def _same(got: Any, want: Any) -> bool:
    # element by element, since what came may hold anything, tensors too, for which == is no answer
    if type(got) is not type(want):
        return False
    if isinstance(want, list):
        return len(got) == len(want) and all(map(_same, got, want))
    if isinstance(want, dict):
        return set(got) == set(want) and all(_same(got[key], want[key]) for key in want)
    return bool(got == want)


def shape(value: Any, wanted: Sequence[int], what: str, *, code: str = "") -> None:
    """The value is numeric and has this shape; a list of numbers has the shape [n], a number []."""
    got = list(_numbers(value, what, "a list of numbers" if len(wanted) else "a number", code).shape)
    if got != list(wanted):
        raise Mismatch(f"shape:{code or what}", f"{_capital(what)} has shape {got}; wanted: {list(wanted)}.")


def _numbers(value: Any, what: str, kind: str, code: str) -> torch.Tensor:
    try:
        if isinstance(value, (str, bool, Opaque)) or value is None:
            raise TypeError
        return _tensor(value)
    except (TypeError, ValueError, RuntimeError, OverflowError):
        raise Mismatch(f"kind:{code or what}", f"{_capital(what)} is {kind_text(value)}; wanted: {kind}.") from None


def number(value: Any, what: str, *, code: str = "") -> float:
    """A single finite Python number (an int or a float, not a tensor). Gives it as a float."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Mismatch(
            f"kind:{code or what}",
            f"{_capital(what)} is {kind_text(value)}; wanted: a plain number.",
            "`.item()` turns a tensor with one element into a Python number.",
        )
    if not math.isfinite(value):
        raise Mismatch(f"finite:{code or what}", f"{_capital(what)} is {value}; wanted: a finite number.")
    return float(value)


def length(value: Any, n: int, what: str, *, code: str = "") -> None:
    """A list (or one-dimensional tensor) of ``n`` entries."""
    if not isinstance(value, (list, torch.Tensor)) or (isinstance(value, torch.Tensor) and value.dim() != 1):
        wanted = count(n, "entry", "entries")
        raise Mismatch(f"kind:{code or what}", f"{_capital(what)} is {kind_text(value)}; wanted: a list of {wanted}.")
    if len(value) != n:
        has = count(len(value), "entry", "entries")
        raise Mismatch(f"length:{code or what}", f"{_capital(what)} has {has}; wanted: {n}.")


def floats(value: Any, what: str, n: int | None = None, *, code: str = "") -> list[float]:
    """A list of finite plain floats, ``n`` of them where that is said; no tensor, and none among them. Gives it."""
    if not isinstance(value, list):
        wanted = "a list of plain floats"
        raise Mismatch(f"kind:{code or what}", f"{_capital(what)} is {kind_text(value)}; wanted: {wanted}.")
    if n is not None:
        length(value, n, what, code=code)
    for entry in value:
        if not isinstance(entry, float):
            raise Mismatch(
                f"kind:{code or what}",
                f"An entry of {what} is {kind_text(entry)}; wanted: a plain Python float.",
                "`.item()` turns a tensor with one element into a Python number, `.tolist()` one with many.",
            )
        if not math.isfinite(entry):
            raise Mismatch(f"finite:{code or what}", f"An entry of {what} is {entry}; wanted: a finite number.")
    return value


def dictionary(value: Any, what: str, keys: Iterable[str] | None = None, *, code: str = "") -> dict[str, Any]:
    """A dictionary, with exactly these keys where they are said, in any order. Gives it."""
    if not isinstance(value, dict):
        raise Mismatch(f"kind:{code or what}", f"{_capital(what)} is {kind_text(value)}; wanted: a dictionary.")
    if keys is not None and set(value) != set(keys):
        hidden = "those are not what the text asks for"
        wanted = hidden if _hiding.get() else f"wanted: {_names(set(keys), '', short=True)}"
        differing = ",".join(sorted(map(str, set(value) ^ set(keys))))
        message = f"{_capital(what)} has {_names(set(value), 'key')}; {wanted}."
        raise Mismatch(f"keys:{code or what}:{differing}", message)
    return value


def differ(a: Any, b: Any, what: str, *, code: str = "") -> None:
    """Two values are not the same to within rounding: fresh draws, or answers that must depend on something."""
    first, second = (_numbers(value, what, "numbers", code) for value in (a, b))
    if _near(first, second, 1e-6, 1e-6):
        raise Mismatch(f"differ:{code or what}", f"{_capital(what)}: both are the same; wanted: two that differ.")


def raised(error: Raised | None, kind: str, what: str, *, mentions: Sequence[str] = (), code: str = "") -> None:
    """The call raised an exception of class ``kind`` (or one derived from it) whose text has each of ``mentions``."""
    if error is not None and not isinstance(error, Raised):
        raise Mismatch(f"kind:{code or what}", f"{_capital(what)} gave {kind_text(error)}; wanted: {kind}.")
    if error is None:
        raise Mismatch(f"no_error:{code or what}", f"{_capital(what)} raised nothing; wanted: {kind}.")
    unwrap(error) if is_stub(error) else None
    if kind not in error.bases:
        raise Mismatch(
            f"error_kind:{code or what}",
            f"{_capital(what)} raised {error.type}{_place(error)}: {first_lines(error.message)}; wanted: {kind}.",
        )
    missing = [word for word in mentions if word not in error.message]
    if missing:
        raise Mismatch(
            f"error_text:{code or what}",
            f"{_capital(what)} raised {kind} with the text '{first_lines(error.message)}'; "
            f"its text should mention {_names(set(missing), '', short=True)}.",
        )


def posterior(
    mean: Any,
    sd: Any,
    exact_mean: float,
    exact_sd: float,
    what: str,
    *,
    mean_within: float = 0.15,
    sd_within: float = 0.15,
    code: str = "",
) -> None:
    """A recovered posterior: its mean is within ``mean_within`` exact sds, its sd within the share ``sd_within``."""
    mean, sd = number(mean, f"the mean of {what}", code=code), number(sd, f"the sd of {what}", code=code)
    far = abs(mean - exact_mean) / exact_sd
    if far > mean_within:
        hidden = "" if _hiding.get() else f" The exact mean is {exact_mean:.4f}."
        raise Mismatch(
            f"mean:{code or what}",
            f"The mean of {what} is {_decimals(mean)}: off by more than {mean_within} posterior standard deviations."
            + hidden,
        )
    if abs(sd / exact_sd - 1) > sd_within:
        hidden = "" if _hiding.get() else f" The exact sd is {exact_sd:.4f}."
        way = "wide" if sd > exact_sd else "narrow"
        raise Mismatch(
            f"sd:{way}:{code or what}",
            f"The sd of {what} is {_decimals(sd)}: too {way} by more than {sd_within:.0%}.{hidden}",
        )


def fitted(
    fit: str, store: Iterable[str], *, guide: Iterable[str] = (), kind: str | None = None, left: str = "forgotten"
) -> None:
    """What every fit promises: an emptied param store before it, and the guide's parameters there afterwards.

    Args:
        fit: the student's function, by name.
        store: the names in the param store afterwards.
        guide: parameters of the guide that was to be trained, where they have names of their own.
        kind: the class of what ``fit`` returned, where that has to be an ``AutoNormal``.
        left: the parameter that was left in the store on purpose before the fit.
    """
    names = set(store)
    if kind is not None:
        equal(kind, "AutoNormal", f"the class of what {fit} returned", code=f"kind_{kind}")
    that(
        set(guide) <= names,
        f"the parameters of the guide that {fit} was given are not in the param store afterwards.",
        code="guide_argument",
        look=f"Which guide does `{fit}` hand to SVI: its own argument?",
    )
    left_over = f"a parameter that was in the param store before {fit} is still there afterwards"
    that(left not in names, f"{left_over}: {fit} did not empty the store.", code="not_cleared")


# The words, beside a name, that a phrase may begin with: only these are capitalised at a sentence's beginning.
_OPENING = """
    a an the what which who whose where when whether how each every all both some any no one two three its their
    with without in for at after before
""".split()  # noqa: SIM905 - so many words read better without quotes


def _capital(text: str) -> str:
    """The text as a sentence's beginning. A name there, as in ``mu after 5 updates``, stays as it is.

    Whoever has a name that is also an English word, such as a site ``a``, writes it in quotes or backticks.
    """
    return text[:1].upper() + text[1:] if text.split(" ")[0] in _OPENING else text


_HUGE = 1e12  # beyond it digits tell nobody anything


def _number_text(value: torch.Tensor) -> str:
    if value.dim() == 0:
        return _huge(float(value)) or short(float(value), 6)
    flat = [short(float(x), 5) for x in value.flatten()[:6]]
    shape = f" of shape {list(value.shape)}" if value.dim() > 1 else ""
    return f"[{', '.join(flat)}{', …' if value.numel() > 6 else ''}]{shape}"


def _decimals(value: float) -> str:
    return _huge(value) or f"{value:.4f}"


def _huge(value: float) -> str:
    """Words for a number that is finite and beyond all bounds, else nothing."""
    if not math.isfinite(value) or abs(value) < _HUGE:
        return ""
    return f"far too {'large' if value > 0 else 'low'} ({value:.1e})"
