# ---
# title: The fit starts somewhere else
# wrong: >-
#   The seed was chosen by the loss of one start, and the training begins at another.
# caught_by: [refit_fit, refit_order]
# hint: >-
#   The seed stands for the start that was chosen. Does your fit begin at that start, and again when it is asked
#   again?
# ---

# %% grade_id="refit"
def refit(seed, data, steps=80):
    pyro.clear_param_store()
    guide = AutoDelta(without_choice, init_loc_fn=lambda site: init_loc_fn(site, data))
    svi = SVI(model, guide, Adam({"lr": 0.3}), TraceEnum_ELBO(max_plate_nesting=1))
    for _ in range(steps):
        svi.step(data)
    found = guide.median(data)
    order = found["locs"].argsort()
    return {"weights": found["weights"][order], "scale": found["scale"], "locs": found["locs"][order]}
