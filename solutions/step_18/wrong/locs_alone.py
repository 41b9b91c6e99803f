# ---
# title: Only the locs are sorted
# wrong: >-
#   Labels are switched: the locs are sorted, and the weights stay where they were.
# caught_by: [refit_order]
# hint: >-
#   Your locs have moved and the weights have not. Whose weight does the first captain have now?
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
    return {"weights": found["weights"], "scale": found["scale"], "locs": found["locs"].sort().values}
