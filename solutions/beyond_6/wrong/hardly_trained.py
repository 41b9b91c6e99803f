# ---
# title: A learning rate that never arrives
# wrong: >-
#   lr is 0.0005.
# caught_by: [fit_density]
# hint: >-
#   After all steps the medians are hardly away from their start. How far can they travel?
# ---

# %% grade_id="fit"
def fit(model, data, alpha, T, start, steps=150):
    pyro.clear_param_store()
    continuous = poutine.block(model, hide=["z"])
    guide = AutoNormal(continuous, init_loc_fn=init_to_value(values=start))
    svi = SVI(model, guide, ClippedAdam({"lr": 0.0005, "lrd": 0.98}), TraceEnum_ELBO(max_plate_nesting=1))
    losses = [svi.step(data, alpha, T) for _ in range(steps)]
    medians = guide.median(data, alpha, T)
    return {name: value.detach() for name, value in medians.items()}, losses
