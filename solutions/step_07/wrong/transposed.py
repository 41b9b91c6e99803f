# ---
# title: Lines and mornings are exchanged
# wrong: The table has the shape [n, k].
# caught_by: [predictive_runs, predictive_law]
# hint: >-
#   Your table lies on its side: each row should be one line, each column one morning.
# ---

# %% grade_id="prior_predictive"
def prior_predictive(k, n):
    return torch.stack([model(n_obs=n) for _ in range(k)], dim=1)
