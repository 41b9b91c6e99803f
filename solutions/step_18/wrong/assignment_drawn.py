# ---
# title: Trace_ELBO for TraceEnum_ELBO
# wrong: >-
#   The assignment is drawn from the prior instead of being summed out: the loss is far too large and has noise.
# caught_by: [loss_start, loss_trained, best]
# hint: >-
#   In your loss each day has been given a captain by lot. Which loss tries all captains and adds up?
# ---

# %% grade_id="loss_for_seed"
def loss_for_seed(seed, data, steps=0):
    pyro.clear_param_store()
    pyro.set_rng_seed(seed)
    guide = AutoDelta(without_choice, init_loc_fn=lambda site: init_loc_fn(site, data))
    svi = SVI(model, guide, Adam({"lr": 0.3}), pyro.infer.Trace_ELBO())
    for _ in range(steps):
        svi.step(data)
    return svi.evaluate_loss(data)
