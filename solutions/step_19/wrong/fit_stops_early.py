# ---
# title: The first small change ends the training
# wrong: >-
#   Leaves the loop when two neighbouring losses hardly differ.
# caught_by: [fit_losses]
# hint: >-
#   There are fewer losses than steps. What does a small change between two neighbouring losses tell, and what
#   may end the loop?
# ---

# %% grade_id="fit_with_losses"
def fit_with_losses(model, guide, data, lr=0.02, steps=400, seed=0):
    pyro.clear_param_store()
    pyro.set_rng_seed(seed)
    svi = SVI(model, guide, Adam({"lr": lr}), Trace_ELBO())
    losses = []
    for _ in range(steps):
        losses.append(svi.step(data))
        if len(losses) > 1 and abs(losses[-1] - losses[-2]) < 1e-4:
            break
    return losses
