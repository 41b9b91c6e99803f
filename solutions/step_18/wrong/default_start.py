# ---
# title: The guide does not get init_loc_fn
# wrong: >-
#   AutoDelta starts from its own default, medians of a few prior draws, not from days of the data.
# caught_by: [loss_start, loss_trained, best]
# hint: >-
#   Who tells your guide where to start? It has never heard of your init_loc_fn.
# ---

# %% grade_id="loss_for_seed"
def loss_for_seed(seed, data, steps=0):
    pyro.clear_param_store()
    pyro.set_rng_seed(seed)
    guide = AutoDelta(without_choice)
    svi = SVI(model, guide, Adam({"lr": 0.3}), TraceEnum_ELBO(max_plate_nesting=1))
    for _ in range(steps):
        svi.step(data)
    return svi.evaluate_loss(data)
