# ---
# title: The loss that the last step returned
# wrong: >-
#   svi.step returns the loss of the parameters before the step: this is the loss after one step less.
# caught_by: [loss_trained]
# hint: >-
#   To which parameters does the loss belong that a step returns: to those before it, or to those after?
# ---

# %% grade_id="loss_for_seed"
def loss_for_seed(seed, data, steps=0):
    pyro.clear_param_store()
    pyro.set_rng_seed(seed)
    guide = AutoDelta(without_choice, init_loc_fn=lambda site: init_loc_fn(site, data))
    svi = SVI(model, guide, Adam({"lr": 0.3}), TraceEnum_ELBO(max_plate_nesting=1))
    loss = svi.evaluate_loss(data)
    for _ in range(steps):
        loss = svi.step(data)
    return loss
