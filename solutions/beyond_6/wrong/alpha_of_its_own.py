# ---
# title: An alpha of its own
# wrong: >-
#   The model is trained with alpha = 1.
# caught_by: [fit_density]
# hint: >-
#   Which alpha does the model get in your training: the one of the call?
# ---

# %% grade_id="fit"
def fit(model, data, alpha, T, start, steps=150):
    pyro.clear_param_store()
    continuous = poutine.block(model, hide=["z"])
    guide = AutoNormal(continuous, init_loc_fn=init_to_value(values=start))
    svi = SVI(model, guide, ClippedAdam({"lr": 0.1, "lrd": 0.98}), TraceEnum_ELBO(max_plate_nesting=1))
    losses = [svi.step(data, 1.0, T) for _ in range(steps)]
    medians = guide.median(data, alpha, T)
    return {name: value.detach() for name, value in medians.items()}, losses
