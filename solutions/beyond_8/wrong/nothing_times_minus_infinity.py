# ---
# title: Zero times the logarithm of zero
# wrong: >-
#   nan at an edge where the exponent is zero.
# caught_by: [grid_exact]
# hint: >-
#   Where none or all of the tosses are water, one exponent is zero, and at one end so is its base. What does your
#   code make of zero times the logarithm of zero?
# ---

# %% grade_id="globe"
def grid(k: int, n: int, size: int) -> torch.Tensor:
    places = torch.linspace(0.0, 1.0, size, dtype=REAL)
    hits, misses = torch.tensor(k, dtype=REAL), torch.tensor(n - k, dtype=REAL)
    joint = hits * places.log() + misses * (1.0 - places).log()
    return torch.softmax(joint, 0)


def quadratic(k: int, n: int) -> tuple[float, float]:
    if k in (0, n):
        raise ValueError(f"{k} of {n}: the top is at an edge, there is no parabola.")
    top = k / n
    return top, math.sqrt(top * (1.0 - top) / n)
