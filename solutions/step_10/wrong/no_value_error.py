# ---
# title: Non-finite numbers are returned
# wrong: Nothing checks whether the log joint is finite; -inf comes back until Pyro itself objects to a nan.
# caught_by: [ascent_diverges]
# hint: >-
#   What does your function give back when the learning rate is much too large? Somebody has to look at
#   each height before it is put into the history.
# ---

# %% grade_id="map_estimate"
def map_estimate(data, lr, steps):
    mu = torch.tensor(0.0)
    history = []
    for step in range(steps + 1):
        mu.requires_grad_()
        log_joint = poutine.trace(poutine.condition(model, {"mu": mu})).get_trace(data).log_prob_sum()
        history.append(log_joint.item())
        if step < steps:
            (slope,) = torch.autograd.grad(log_joint, mu)
            mu = (mu + lr * slope).detach()
    return mu.item(), history
