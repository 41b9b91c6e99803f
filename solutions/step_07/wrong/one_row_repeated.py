# ---
# title: One row, k times
# wrong: The model is run once and its mornings are copied.
# caught_by: [predictive_runs, predictive_law]
# hint: >-
#   All rows of your table are the same. Is the model run once, or once for each row?
# ---

# %% grade_id="prior_predictive"
def prior_predictive(k, n):
    return torch.stack([model(n_obs=n)] * k)
