# ---
# title: The guide is made and never trained
# wrong: >-
#   One evaluation of the loss sets the guide up; no step is taken.
# caught_by: [fit_quality]
# hint: >-
#   Your guide is still where it started. Evaluating the loss is not training: which call takes a step?
# ---

# %% grade_id="fit"
def fit(data):
    pyro.clear_param_store()
    guide = AutoNormal(model)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.05, "lrd": 0.992}), Trace_ELBO())
    for _ in range(500):
        svi.evaluate_loss(data)
    return guide
