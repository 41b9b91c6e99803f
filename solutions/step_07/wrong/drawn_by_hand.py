# ---
# title: The table is drawn without the model
# wrong: The right law, worked out by hand; the function does not follow the model when a site is fixed from outside.
# caught_by: [predictive_runs]
# hint: >-
#   Your numbers have the right law but do not come from your model, so they cannot follow when a value in it is
#   fixed. Let the model draw them.
# ---

# %% grade_id="prior_predictive"
def prior_predictive(k, n):
    mu = dist.Normal(0.0, 1.0).sample([k, 1])
    return dist.Normal(mu, NOISE).sample([n])[..., 0].T
