"""How sentences and tables write a value."""

from __future__ import annotations

import math


def short(value: float, digits: int) -> str:
    """A float with so many significant digits and all of its whole part: 0.3333, 12346, 2.3e-06.

    What is whole, or rounds to it, still looks like a float: 1.0, 12345.0. Numbers from ten million on, and those below
    0.0001, are written with a power of ten.
    """
    if not math.isfinite(value):
        return str(value)
    if abs(value) >= 10**7:
        return f"{value:.{digits - 1}e}"
    whole = len(str(int(abs(value))))
    text = f"{value:.0f}" if whole >= digits else f"{value:.{digits}g}"
    return f"{text}.0" if text.lstrip("-").isdigit() and (value.is_integer() or whole < digits) else text
