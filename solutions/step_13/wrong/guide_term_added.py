# ---
# title: The guide's term has the wrong sign in the losses
# wrong: >-
#   Trains rightly, and returns losses of its own, in which log q is subtracted where it should be added.
# caught_by: [fit_contract]
# hint: >-
#   Your losses are put together by hand. In the ELBO the guide's own log density is taken off that of the model:
#   which sign has it then in a loss? (What svi.step returns is the loss already.)
# ---

# %% grade_id="fit"
def fit(data, guide, steps=120):
    pyro.clear_param_store()
    loss = Trace_ELBO(num_particles=1000, vectorize_particles=True, max_plate_nesting=1)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.1, "lrd": 0.988}), loss)
    losses = []
    for _ in range(steps):
        proposal = poutine.trace(guide).get_trace(data)
        scored = poutine.trace(poutine.replay(model, proposal)).get_trace(data)
        losses.append(-(scored.log_prob_sum() + proposal.log_prob_sum()).item())
        svi.step(data)
    return losses
