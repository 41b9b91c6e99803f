# ---
# title: AutoDelta
# wrong: >-
#   A point instead of a distribution.
# caught_by: [fit_quality]
# hint: >-
#   Your guide is a single point without any spread, so there is no sd to be read off. Which guide does the text
#   name?
# ---

# %% grade_id="fit"
def fit(data):
    pyro.clear_param_store()
    guide = pyro.infer.autoguide.AutoDelta(model)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.05, "lrd": 0.992}), Trace_ELBO())
    for _ in range(500):
        svi.step(data)
    return guide
