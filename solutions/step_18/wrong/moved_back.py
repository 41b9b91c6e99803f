# ---
# title: The weights are moved the other way
# wrong: >-
#   Labels are switched: the weights get the inverse permutation. With two captains nobody notices.
# caught_by: [refit_order]
# hint: >-
#   A permutation and its inverse are the same for two captains, and not for three. Do your weights move along with
#   the locs, or the other way?
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
    order = found["locs"].argsort()
    return {"weights": found["weights"][order.argsort()], "scale": found["scale"], "locs": found["locs"][order]}
