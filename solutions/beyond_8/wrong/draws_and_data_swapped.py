# ---
# title: The dims of draws and data are swapped
# wrong: >-
#   Averages over the data, and sums over the draws.
# caught_by: [waic_exact]
# hint: >-
#   Which dim of the table are the draws? You average over the other one.
# ---

# %% grade_id="waic"
def waic(table: torch.Tensor) -> dict:
    n_draws = len(table)
    if n_draws < 2:
        raise ValueError(f"WAIC needs two draws or more, and these are {n_draws}.")
    lppd = torch.logsumexp(table, 1) - math.log(table.shape[1])
    penalty = table.var(1)
    pointwise = -2.0 * (lppd - penalty)
    found = {"lppd": lppd, "penalty": penalty, "waic": pointwise}
    totals = {name: part.sum().item() for name, part in found.items()}
    return {**totals, "pointwise": pointwise}
