# ---
# title: The draws that were handed in are put in order
# wrong: >-
#   densest_interval sorts in place.
# caught_by: [densest_exact]
# hint: >-
#   After your densest_interval the samples of the caller are in another order. Which methods of a tensor work in
#   place?
# unnoticed: >-
#   The check looks at the ends alone.
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
    ordered = samples
    ordered.copy_(samples.sort().values)
    held = math.ceil(mass * len(ordered))
    lows, highs = ordered[: len(ordered) - held + 1], ordered[held - 1 :]
    at = (highs - lows).argmin()
    return lows[at].item(), highs[at].item()
