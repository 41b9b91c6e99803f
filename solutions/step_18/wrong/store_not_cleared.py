# ---
# title: The param store is not emptied
# wrong: >-
#   Each new guide finds the parameters of the one before: all seeds have one start, and training goes on where it
#   ended.
# caught_by: [loss_start, loss_trained, best]
# hint: >-
#   Your new guide finds parameters of its names already there, and takes them for its own. Look at the cell with
#   three seeds and one start.
# ---

# %% grade_id="loss_for_seed"
def loss_for_seed(seed, data, steps=0):
    pyro.set_rng_seed(seed)
    guide = AutoDelta(without_choice, init_loc_fn=lambda site: init_loc_fn(site, data))
    svi = SVI(model, guide, Adam({"lr": 0.3}), TraceEnum_ELBO(max_plate_nesting=1))
    for _ in range(steps):
        svi.step(data)
    return svi.evaluate_loss(data)
