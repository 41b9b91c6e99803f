# ---
# title: The mean of the logs for the log of the mean
# wrong: >-
#   The lppd averages log likelihoods.
# caught_by: [waic_exact]
# hint: >-
#   You average the log likelihoods. How probable the whole posterior found a datum is a mean of likelihoods, and its
#   logarithm comes last.
# ---

# %% grade_id="waic"
def waic(table: torch.Tensor) -> dict:
    n_draws = len(table)
    if n_draws < 2:
        raise ValueError(f"WAIC needs two draws or more, and these are {n_draws}.")
    lppd = table.mean(0)
    penalty = table.var(0)
    pointwise = -2.0 * (lppd - penalty)
    found = {"lppd": lppd, "penalty": penalty, "waic": pointwise}
    totals = {name: part.sum().item() for name, part in found.items()}
    return {**totals, "pointwise": pointwise}
