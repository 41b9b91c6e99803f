# ---
# title: The data are added up before the log of the mean
# wrong: >-
#   The log of the mean joint likelihood, spread over the data.
# caught_by: [waic_exact]
# hint: >-
#   You add up the data inside of the logarithm, draw by draw. The average over the draws is taken for each datum by
#   itself.
# ---

# %% grade_id="waic"
def waic(table: torch.Tensor) -> dict:
    n_draws = len(table)
    if n_draws < 2:
        raise ValueError(f"WAIC needs two draws or more, and these are {n_draws}.")
    whole = torch.logsumexp(table.sum(1), 0) - math.log(n_draws)
    lppd = (whole / table.shape[1]).expand(table.shape[1])
    penalty = table.var(0)
    pointwise = -2.0 * (lppd - penalty)
    found = {"lppd": lppd, "penalty": penalty, "waic": pointwise}
    totals = {name: part.sum().item() for name, part in found.items()}
    return {**totals, "pointwise": pointwise}
