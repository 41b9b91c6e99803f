# ---
# title: A density in the place of probabilities
# wrong: >-
#   The grid is divided by the area below it, so the numbers do not add up to 1.
# caught_by: [grid_exact]
# hint: >-
#   Your numbers have an area of 1 below them. Probabilities of single places are asked for: what do these have to add
#   up to?
# ---

# %% grade_id="globe"
def grid(k: int, n: int, size: int) -> torch.Tensor:
    places = torch.linspace(0.0, 1.0, size, dtype=REAL)
    hits, misses = torch.tensor(k, dtype=REAL), torch.tensor(n - k, dtype=REAL)
    joint = torch.xlogy(hits, places) + torch.xlogy(misses, 1.0 - places)
    return torch.softmax(joint, 0) * (size - 1)


def quadratic(k: int, n: int) -> tuple[float, float]:
    if k in (0, n):
        raise ValueError(f"{k} of {n}: the top is at an edge, there is no parabola.")
    top = k / n
    return top, math.sqrt(top * (1.0 - top) / n)
