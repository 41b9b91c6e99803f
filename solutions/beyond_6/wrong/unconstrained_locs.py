# ---
# title: The guide's own numbers are returned
# wrong: >-
#   The locs of the AutoNormal, in free space.
# caught_by: [fit_density]
# hint: >-
#   A share is a number between nought and one. In which space are the numbers that you return?
# ---

# %% grade_id="fit"
def fit(model, data, alpha, T, start, steps=150):
    pyro.clear_param_store()
    continuous = poutine.block(model, hide=["z"])
    guide = AutoNormal(continuous, init_loc_fn=init_to_value(values=start))
    svi = SVI(model, guide, ClippedAdam({"lr": 0.1, "lrd": 0.98}), TraceEnum_ELBO(max_plate_nesting=1))
    losses = [svi.step(data, alpha, T) for _ in range(steps)]
    medians = {name: pyro.param(f"AutoNormal.locs.{name}") for name in ("betas", "locs", "scales")}
    return {name: value.detach() for name, value in medians.items()}, losses
