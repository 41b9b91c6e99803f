# ---
# title: The guide is returned as it starts
# wrong: >-
#   No step is taken.
# caught_by: [fit_quality]
# hint: >-
#   The guide's scales are those with which it started. Where in your fit is a gradient step taken?
# ---

# %% grade_id="fit"
def fit(data, K=2):
    pyro.clear_param_store()
    guide = make_guide(data, K)
    guide(data, K=K)
    return guide
