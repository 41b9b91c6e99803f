# ---
# title: exp of very low log likelihoods
# wrong: >-
#   exp, mean, log: minus infinity for low numbers.
# caught_by: [waic_exact]
# hint: >-
#   For very low log likelihoods your lppd is not a finite number. What is their `exp` on a computer?
# ---

# %% grade_id="waic"
def waic(table: torch.Tensor) -> dict:
    n_draws = len(table)
    if n_draws < 2:
        raise ValueError(f"WAIC needs two draws or more, and these are {n_draws}.")
    lppd = table.exp().mean(0).log()
    penalty = table.var(0)
    pointwise = -2.0 * (lppd - penalty)
    found = {"lppd": lppd, "penalty": penalty, "waic": pointwise}
    totals = {name: part.sum().item() for name, part in found.items()}
    return {**totals, "pointwise": pointwise}
