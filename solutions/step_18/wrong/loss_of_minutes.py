# ---
# title: The notebook's own data
# wrong: >-
#   The argument data is ignored.
# caught_by: [loss_start, loss_trained, best]
# hint: >-
#   Give your function other data: nothing changes. Which data does it look at?
# ---

# %% grade_id="loss_for_seed"
def loss_for_seed(seed, data, steps=0):
    pyro.clear_param_store()
    pyro.set_rng_seed(seed)
    guide = AutoDelta(without_choice, init_loc_fn=lambda site: init_loc_fn(site, minutes))
    svi = SVI(model, guide, Adam({"lr": 0.3}), TraceEnum_ELBO(max_plate_nesting=1))
    for _ in range(steps):
        svi.step(minutes)
    return svi.evaluate_loss(minutes)
