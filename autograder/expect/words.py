"""How numbers, names and beginnings of sentences are written in the messages of assertions."""

from __future__ import annotations

import math

import torch

from autograder.probes.kinds import short


def names_text(names: set[str], word: str, short: bool = False) -> str:
    listed = ", ".join(f"'{name}'" for name in sorted(map(str, names))) or "none"
    plural = "" if len(names) == 1 else "s"
    return listed if short else (f"the {word}{plural} {listed}" if names else f"no {word}{plural}")


# The words, beside a name, that a phrase may begin with: only these are capitalised at a sentence's beginning.
_OPENING = """
    a an the what which who whose where when whether how each every all both some any no one two three its their
    with without in for at after before
""".split()  # noqa: SIM905 - so many words read better without quotes


def capital(text: str) -> str:
    """The text as a sentence's beginning. A name there, as in ``mu after 5 updates``, stays as it is.

    Whoever has a name that is also an English word, such as a site ``a``, writes it in quotes or backticks.
    """
    return text[:1].upper() + text[1:] if text.split(" ")[0] in _OPENING else text


_HUGE = 1e12  # beyond it digits tell nobody anything


def number_text(value: torch.Tensor) -> str:
    if value.dim() == 0:
        return _huge(float(value)) or short(float(value), 6)
    flat = [short(float(x), 5) for x in value.flatten()[:6]]
    shape = f" of shape {list(value.shape)}" if value.dim() > 1 else ""
    return f"[{', '.join(flat)}{', …' if value.numel() > 6 else ''}]{shape}"


def decimals(value: float) -> str:
    return _huge(value) or f"{value:.4f}"


def _huge(value: float) -> str:
    """Words for a number that is finite and beyond all bounds, else nothing."""
    if not math.isfinite(value) or abs(value) < _HUGE:
        return ""
    return f"far too {'large' if value > 0 else 'low'} ({value:.1e})"
