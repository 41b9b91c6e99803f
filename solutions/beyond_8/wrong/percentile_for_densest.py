# ---
# title: The percentile interval is given for the densest one
# wrong: >-
#   densest_interval calls percentile_interval.
# caught_by: [densest_exact]
# hint: >-
#   Your densest interval leaves the same out on both sides. Where a posterior leans, there is a narrower one that
#   holds as much.
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
    return percentile_interval(samples, mass)
