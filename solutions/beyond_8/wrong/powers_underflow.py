# ---
# title: Powers that are too small for a computer
# wrong: >-
#   All places underflow to zero for thousands of tosses, and 0 / 0 is nan.
# caught_by: [grid_exact]
# hint: >-
#   With thousands of tosses your numbers are too small for a computer, all of them, before you divide by their sum.
#   Is there a scale on which they are not small?
# ---

# %% grade_id="globe"
def grid(k: int, n: int, size: int) -> torch.Tensor:
    places = torch.linspace(0.0, 1.0, size, dtype=REAL)
    hits, misses = torch.tensor(k, dtype=REAL), torch.tensor(n - k, dtype=REAL)
    joint = places**hits * (1.0 - places) ** misses
    return joint / joint.sum()


def quadratic(k: int, n: int) -> tuple[float, float]:
    if k in (0, n):
        raise ValueError(f"{k} of {n}: the top is at an edge, there is no parabola.")
    top = k / n
    return top, math.sqrt(top * (1.0 - top) / n)
