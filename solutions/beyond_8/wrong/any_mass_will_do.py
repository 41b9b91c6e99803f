# ---
# title: Any mass is taken
# wrong: >-
#   No error for a mass that is not between 0 and 1.
# caught_by: [percentile_exact, densest_exact]
# hint: >-
#   A mass of 90 is probably meant to be 90 %. What does the text want to happen?
# ---

# %% grade_id="intervals"
def percentile_interval(samples: torch.Tensor, mass: float) -> tuple[float, float]:
    mass = min(max(mass, 0.0), 1.0)
    tail = (1.0 - mass) / 2.0
    shares = torch.tensor([tail, 1.0 - tail], dtype=samples.dtype)
    low, high = torch.quantile(samples, shares).tolist()
    return low, high


def densest_interval(samples: torch.Tensor, mass: float) -> tuple[float, float]:
    mass = min(max(mass, 0.001), 1.0)
    ordered = samples.sort().values
    held = math.ceil(mass * len(ordered))
    lows, highs = ordered[: len(ordered) - held + 1], ordered[held - 1 :]
    at = (highs - lows).argmin()
    return lows[at].item(), highs[at].item()
