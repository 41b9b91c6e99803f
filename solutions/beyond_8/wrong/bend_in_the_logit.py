# ---
# title: The top in p, the width in its logit
# wrong: >-
#   The curvature is that on the unconstrained scale.
# caught_by: [quadratic_exact]
# hint: >-
#   Your two numbers are about two axes: the top is one of p, and the width is that of its logit. Take the second
#   derivative by p.
# ---

# %% grade_id="globe"
def grid(k: int, n: int, size: int) -> torch.Tensor:
    places = torch.linspace(0.0, 1.0, size, dtype=REAL)
    hits, misses = torch.tensor(k, dtype=REAL), torch.tensor(n - k, dtype=REAL)
    joint = torch.xlogy(hits, places) + torch.xlogy(misses, 1.0 - places)
    return torch.softmax(joint, 0)


def quadratic(k: int, n: int) -> tuple[float, float]:
    if k in (0, n):
        raise ValueError(f"{k} of {n}: the top is at an edge, there is no parabola.")
    top = k / n
    return top, 1.0 / math.sqrt(n * top * (1.0 - top))
