# ---
# title: The variance over S
# wrong: >-
#   Divided by the number of draws, not by one less.
# caught_by: [waic_exact]
# hint: >-
#   Your penalty is a little too small, and the more so the fewer draws there are. By what is the sum of squares
#   divided?
# ---

# %% grade_id="waic"
def waic(table: torch.Tensor) -> dict:
    n_draws = len(table)
    if n_draws < 2:
        raise ValueError(f"WAIC needs two draws or more, and these are {n_draws}.")
    lppd = torch.logsumexp(table, 0) - math.log(n_draws)
    penalty = table.var(0, correction=0)
    pointwise = -2.0 * (lppd - penalty)
    found = {"lppd": lppd, "penalty": penalty, "waic": pointwise}
    totals = {name: part.sum().item() for name, part in found.items()}
    return {**totals, "pointwise": pointwise}
