# ---
# title: The posterior's own mean and sd in the place of the parabola's
# wrong: >-
#   Those of the Beta posterior, which the text holds the parabola against.
# caught_by: [quadratic_exact]
# hint: >-
#   You give the mean and the sd of the posterior itself. The parabola sits on the top of the hill, and its width is
#   the bend there.
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
    exact = dist.Beta(k + 1.0, n - k + 1.0)
    return exact.mean.item(), exact.stddev.item()
