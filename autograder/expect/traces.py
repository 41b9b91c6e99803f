"""Assertions on traces: sites, plates, shapes, densities and how these move with values and params."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import torch

from autograder.expect.mismatch import Mismatch, is_hiding
from autograder.expect.values import as_tensor, close, near_to
from autograder.expect.words import decimals, names_text
from autograder.probes.kinds import kind_text
from autograder.probes.records import Plate, Site, Trace


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
            listed = names_text(want, words[kind], short=True)
            message = f"`{trace.called}` has {names_text(got, words[kind])}; wanted: {listed}."
            differing = ",".join(sorted(got ^ want))
            raise Mismatch(f"sites:{kind}:{differing}", message, _site_advice(kind, got, want), trace.shapes)


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
        have = names_text(set(trace.latent) | set(trace.observed), "sample site")
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
            f"{names_text(set(got), 'plate') if got else 'no plate'}; "
            f"wanted: {names_text(set(wanted), 'plate') if wanted else 'no plate'}."
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


def density(
    got: Trace, want: Trace, sites: Iterable[str] | None = None, *, rtol: float = 1e-4, atol: float = 1e-3
) -> None:
    """Each sample site's summed log_prob is the wanted one. ``sites`` limits which are looked at."""
    for name in sites if sites is not None else want.latent + want.observed:
        mine = site(got, name)
        theirs = want.sites[name]
        value, wanted = _total(mine), _total(theirs)
        if not near_to(torch.tensor(value), torch.tensor(wanted), rtol, atol):
            hidden = "what the text describes gives another value" if is_hiding() else f"wanted: {wanted:.4f}"
            message = (
                f"In `{got.called}` the log density of site '{name}' ({mine.family}) is {decimals(value)} at values "
                f"that were set from outside; {hidden}."
            )
            raise Mismatch(
                f"density:{name}",
                message,
                f"Check the family of '{name}', the order and meaning of its arguments "
                "(a scale is a standard deviation, Gamma takes a rate), and which data it sees.",
                got.shapes,
                near=near_to(torch.tensor(value), torch.tensor(wanted), 10 * rtol, 10 * atol),
            )
        if not near_to(as_tensor(mine.scale), as_tensor(theirs.scale), rtol, atol):
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


def follows(got: Mapping[str, Mapping[str, torch.Tensor]], name: str, by: str, want: float | None = None) -> None:
    """The log density of the site ``name`` moves with the number ``by`` as its values do (see the probe ``slopes``).

    Args:
        want: the slope that densities at two near places show. Of one that is too flat, a part is cut off. None where
            only that it moves can be asked: a param's slope depends on the constraint that a student has chosen.
    """
    slope = got.get(name, {}).get(by)
    if slope is None or not bool(slope.any()):
        raise _copied(name, by)
    if want is not None and not near_to(slope.double().sum(), torch.tensor(want), 0.05, 0.05):
        raise _copied(name, by)


def _copied(name: str, by: str) -> Mismatch:
    message = f"The distribution of {name} is not made from {by} itself, but from a copy of its number: nobody could"
    return Mismatch(f"copy:{name}:{by}", f"{message} learn {by}.")


def _total(site: Site) -> float:
    return float(site.log_prob.double().sum()) if site.log_prob is not None else math.nan
