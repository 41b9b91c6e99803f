# ---
# title: The fit goes on from an earlier one
# wrong: >-
#   The store is not emptied, so that the guide goes on from whatever was trained last.
# caught_by: [refit_fit, refit_order]
# hint: >-
#   Your fit begins where an earlier one has ended. What does a new guide find under the names of its parameters?
# ---

# %% grade_id="refit"
def refit(seed, data, steps=80):
    pyro.set_rng_seed(seed)
    guide = AutoDelta(without_choice, init_loc_fn=lambda site: init_loc_fn(site, data))
    svi = SVI(model, guide, Adam({"lr": 0.3}), TraceEnum_ELBO(max_plate_nesting=1))
    for _ in range(steps):
        svi.step(data)
    found = guide.median(data)
    order = found["locs"].argsort()
    return {"weights": found["weights"][order], "scale": found["scale"], "locs": found["locs"][order]}
