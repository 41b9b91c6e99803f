# ---
# title: Locs and weights are sorted, each for itself
# wrong: >-
#   Labels are switched: the weights are in an order of their own.
# caught_by: [refit_order]
# hint: >-
#   The smallest weight goes to the earliest captain, in what you return. Is it his?
# ---

# %% grade_id="refit"
def refit(seed, data, steps=80):
    pyro.clear_param_store()
    pyro.set_rng_seed(seed)
    guide = AutoDelta(without_choice, init_loc_fn=lambda site: init_loc_fn(site, data))
    svi = SVI(model, guide, Adam({"lr": 0.3}), TraceEnum_ELBO(max_plate_nesting=1))
    for _ in range(steps):
        svi.step(data)
    found = guide.median(data)
    return {"weights": found["weights"].sort().values, "scale": found["scale"], "locs": found["locs"].sort().values}
