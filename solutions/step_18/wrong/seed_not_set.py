# ---
# title: The seed is not set
# wrong: >-
#   The start is random, but the seed has no part in it: it cannot be found again.
# caught_by: [loss_start, loss_trained, best]
# hint: >-
#   Ask for the same seed twice: two answers. Where does the seed come into your function?
# ---

# %% grade_id="loss_for_seed"
def loss_for_seed(seed, data, steps=0):
    pyro.clear_param_store()
    guide = AutoDelta(without_choice, init_loc_fn=lambda site: init_loc_fn(site, data))
    svi = SVI(model, guide, Adam({"lr": 0.3}), TraceEnum_ELBO(max_plate_nesting=1))
    for _ in range(steps):
        svi.step(data)
    return svi.evaluate_loss(data)
