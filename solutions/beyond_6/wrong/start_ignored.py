# ---
# title: The start is not used
# wrong: >-
#   The guide starts where Pyro puts it.
# caught_by: [fit_density]
# hint: >-
#   Where do the medians stand after the first step? The start that your function is given has no effect.
# ---

# %% grade_id="fit"
def fit(model, data, alpha, T, start, steps=150):
    pyro.clear_param_store()
    continuous = poutine.block(model, hide=["z"])
    guide = AutoNormal(continuous)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.1, "lrd": 0.98}), TraceEnum_ELBO(max_plate_nesting=1))
    losses = [svi.step(data, alpha, T) for _ in range(steps)]
    medians = guide.median(data, alpha, T)
    return {name: value.detach() for name, value in medians.items()}, losses
