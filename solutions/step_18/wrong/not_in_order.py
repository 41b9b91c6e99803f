# ---
# title: As the guide has them
# wrong: >-
#   The captains have the numbers that chance gave them.
# caught_by: [refit_order]
# hint: >-
#   Captain 0 is whoever chance made captain 0. Which captain should come first?
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
    return found
