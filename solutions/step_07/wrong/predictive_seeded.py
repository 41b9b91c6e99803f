# ---
# title: The seed is set inside prior_predictive
# wrong: Every call returns the same table.
# caught_by: [predictive_runs]
# hint: >-
#   Two calls of your function give the same table. Something in it turns the random numbers back to their start.
# ---

# %% grade_id="prior_predictive"
def prior_predictive(k, n):
    pyro.set_rng_seed(1)
    return torch.stack([model(n_obs=n) for _ in range(k)])
