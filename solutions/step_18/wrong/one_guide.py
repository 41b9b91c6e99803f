# ---
# title: One guide, made before
# wrong: >-
#   The guide is made once, outside. It asks for its start once, and takes its own parameters along from seed to
#   seed.
# caught_by: [loss_start, loss_trained, best]
# hint: >-
#   How often does a guide ask for its start? Yours is made before the seed is known, and is the same for all seeds.
# ---

# %% grade_id="loss_for_seed"
guide = AutoDelta(without_choice, init_loc_fn=lambda site: init_loc_fn(site, minutes))


def loss_for_seed(seed, data, steps=0):
    pyro.clear_param_store()
    pyro.set_rng_seed(seed)
    svi = SVI(model, guide, Adam({"lr": 0.3}), TraceEnum_ELBO(max_plate_nesting=1))
    for _ in range(steps):
        svi.step(data)
    return svi.evaluate_loss(data)
