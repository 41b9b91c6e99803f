# ---
# title: The interval holds a draw less than it says
# wrong: >-
#   floor for ceil: less than mass of the draws.
# caught_by: [densest_exact]
# hint: >-
#   Count the draws in your interval, with both ends. Do they make up the mass that was asked for, at least?
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
    held = max(1, math.floor(mass * len(ordered)))
    lows, highs = ordered[: len(ordered) - held + 1], ordered[held - 1 :]
    at = (highs - lows).argmin()
    return lows[at].item(), highs[at].item()
