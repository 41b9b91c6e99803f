"""Assertions on what inference gives: a posterior's mean and sd, and what every fit promises."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from autograder.expect.mismatch import Mismatch, is_hiding, that
from autograder.expect.values import equal, number
from autograder.expect.words import decimals


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
        hidden = "" if is_hiding() else f" The exact mean is {exact_mean:.4f}."
        raise Mismatch(
            f"mean:{code or what}",
            f"The mean of {what} is {decimals(mean)}: off by more than {mean_within} posterior standard deviations."
            + hidden,
        )
    if abs(sd / exact_sd - 1) > sd_within:
        hidden = "" if is_hiding() else f" The exact sd is {exact_sd:.4f}."
        way = "wide" if sd > exact_sd else "narrow"
        raise Mismatch(
            f"sd:{way}:{code or what}",
            f"The sd of {what} is {decimals(sd)}: too {way} by more than {sd_within:.0%}.{hidden}",
        )


def fitted(
    fit: str,
    store: Iterable[str],
    *,
    guide: Iterable[str] = (),
    kind: str | None = None,
    called: bool = True,
    left: str = "forgotten",
) -> None:
    """What every fit promises: an emptied param store before it, and the guide's parameters there afterwards.

    Args:
        fit: the student's function, by name.
        store: the names in the param store afterwards.
        guide: parameters of the guide that was to be trained, where they have names of their own.
        kind: the class of what ``fit`` returned, where that has to be an ``AutoNormal`` (a derived class is one).
        called: whether the guide that ``fit`` returned has ever been called, which is when it gets its parameters.
        left: the parameter that was left in the store on purpose before the fit.
    """
    names = set(store)
    if kind is not None:
        equal(kind, "AutoNormal", f"the class of what {fit} returned", code=f"kind_{kind}")
    that(
        called,
        f"the guide that {fit} returned was never called: it has no parameters, and nothing has trained it.",
        code="not_called",
        look=f"Does `{fit}` return the guide that SVI was given, or another one?",
    )
    that(
        set(guide) <= names,
        f"the parameters of the guide that {fit} was given are not in the param store afterwards.",
        code="guide_argument",
        look=f"Which guide does `{fit}` hand to SVI: its own argument?",
    )
    left_over = f"a parameter that was in the param store before {fit} is still there afterwards"
    that(left not in names, f"{left_over}: {fit} did not empty the store.", code="not_cleared")
