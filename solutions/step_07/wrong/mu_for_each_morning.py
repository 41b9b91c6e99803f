# ---
# title: Every morning is a run of its own
# wrong: "model(n_obs=1) is run k times n, so the mornings of a row do not share mu: covariance 0."
# caught_by: [predictive_law]
# hint: >-
#   Each single morning of your table comes from a run, and so from a line, of its own. What should the mornings
#   of one row have in common?
# ---

# %% grade_id="prior_predictive"
def prior_predictive(k, n):
    return torch.stack([model(n_obs=1)[0] for _ in range(k * n)]).reshape(k, n)
