# ---
# title: The ELBO instead of the loss
# wrong: >-
#   The sign is turned round; the best seed is then the worst.
# caught_by: [loss_start, loss_trained, best]
# hint: >-
#   A loss is a negative ELBO, and what your function returns has the other sign. Which way is good?
# ---

# %% grade_id="loss_for_seed"
def loss_for_seed(seed, data, steps=0):
    pyro.clear_param_store()
    pyro.set_rng_seed(seed)
    guide = AutoDelta(without_choice, init_loc_fn=lambda site: init_loc_fn(site, data))
    svi = SVI(model, guide, Adam({"lr": 0.3}), TraceEnum_ELBO(max_plate_nesting=1))
    for _ in range(steps):
        svi.step(data)
    return -svi.evaluate_loss(data)
