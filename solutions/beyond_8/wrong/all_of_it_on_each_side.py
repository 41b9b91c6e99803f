# ---
# title: The whole rest is left out on both sides
# wrong: >-
#   Quantiles 1 - mass and mass: the interval holds less than asked for.
# caught_by: [percentile_exact]
# hint: >-
#   You leave out the whole rest on the left, and the whole rest once more on the right. How much does your interval
#   hold?
# ---

# %% grade_id="intervals"
def percentile_interval(samples: torch.Tensor, mass: float) -> tuple[float, float]:
    if not 0.0 < mass < 1.0:
        raise ValueError(f"mass is {mass}; it lies between 0 and 1.")
    tail = 1.0 - mass
    shares = torch.tensor([tail, 1.0 - tail], dtype=samples.dtype)
    low, high = torch.quantile(samples, shares).tolist()
    return low, high


def densest_interval(samples: torch.Tensor, mass: float) -> tuple[float, float]:
    if not 0.0 < mass < 1.0:
        raise ValueError(f"mass is {mass}; it lies between 0 and 1.")
    ordered = samples.sort().values
    held = math.ceil(mass * len(ordered))
    lows, highs = ordered[: len(ordered) - held + 1], ordered[held - 1 :]
    at = (highs - lows).argmin()
    return lows[at].item(), highs[at].item()
