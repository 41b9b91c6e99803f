# ---
# title: The loss does not sum out the assignment
# wrong: >-
#   Trace_ELBO draws the assignment from the prior. Pyro only warns.
# caught_by: [fit_quality]
# hint: >-
#   Your loss does not look at the mark: it draws each captain from the prior. Which loss adds the possibilities
#   up?
# ---

# %% grade_id="fit"
def fit(data, K=2):
    pyro.clear_param_store()
    guide = make_guide(data, K)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.1, "lrd": 0.97}), pyro.infer.Trace_ELBO())
    for _ in range(160):
        svi.step(data, K=K)
    return guide
