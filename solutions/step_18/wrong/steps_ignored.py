# ---
# title: Always the loss of the start
# wrong: >-
#   There is no training, whatever steps says.
# caught_by: [loss_trained, best]
# hint: >-
#   However many steps one asks for, the loss is that of the start. What does your function do with steps?
# ---

# %% grade_id="loss_for_seed"
def loss_for_seed(seed, data, steps=0):
    pyro.clear_param_store()
    pyro.set_rng_seed(seed)
    guide = AutoDelta(without_choice, init_loc_fn=lambda site: init_loc_fn(site, data))
    svi = SVI(model, guide, Adam({"lr": 0.3}), TraceEnum_ELBO(max_plate_nesting=1))
    return svi.evaluate_loss(data)
