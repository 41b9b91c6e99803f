# ---
# title: Always eighty steps
# wrong: >-
#   The argument steps is ignored.
# caught_by: [refit_fit, refit_order]
# hint: >-
#   How many steps does your fit take when it is asked for a few only?
# ---

# %% grade_id="refit"
def refit(seed, data, steps=80):
    pyro.clear_param_store()
    pyro.set_rng_seed(seed)
    guide = AutoDelta(without_choice, init_loc_fn=lambda site: init_loc_fn(site, data))
    svi = SVI(model, guide, Adam({"lr": 0.3}), TraceEnum_ELBO(max_plate_nesting=1))
    for _ in range(80):
        svi.step(data)
    found = guide.median(data)
    order = found["locs"].argsort()
    return {"weights": found["weights"][order], "scale": found["scale"], "locs": found["locs"][order]}
