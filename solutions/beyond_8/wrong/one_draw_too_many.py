# ---
# title: The interval holds a draw more than it needs
# wrong: >-
#   Both ends and mass * S draws between them.
# caught_by: [densest_exact]
# hint: >-
#   Count the draws in your interval, with both ends. Could it do with one less?
# ---

# %% grade_id="intervals"
def percentile_interval(samples: torch.Tensor, mass: float) -> tuple[float, float]:
    if not 0.0 < mass < 1.0:
        raise ValueError(f"mass is {mass}; it lies between 0 and 1.")
    tail = (1.0 - mass) / 2.0
    shares = torch.tensor([tail, 1.0 - tail], dtype=samples.dtype)
    low, high = torch.quantile(samples, shares).tolist()
    return low, high


def densest_interval(samples: torch.Tensor, mass: float) -> tuple[float, float]:
    if not 0.0 < mass < 1.0:
        raise ValueError(f"mass is {mass}; it lies between 0 and 1.")
    ordered = samples.sort().values
    held = min(math.ceil(mass * len(ordered)) + 1, len(ordered))
    lows, highs = ordered[: len(ordered) - held + 1], ordered[held - 1 :]
    at = (highs - lows).argmin()
    return lows[at].item(), highs[at].item()
