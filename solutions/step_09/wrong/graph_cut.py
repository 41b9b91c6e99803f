# ---
# title: A copy of mu is conditioned
# wrong: torch.tensor(place.item()) has no memory of place, so PyTorch raises RuntimeError.
# caught_by: [grad_value, grad_clean]
# hint: >-
#   PyTorch finds no way back from your number to mu. Somewhere between them stands a copy without memory, or an
#   order not to remember: everything has to be computed from the very tensor whose slope you ask for.
# ---

# %% grade_id="grad_log_joint"
def grad_log_joint(mu, data):
    place = torch.tensor(float(mu), requires_grad=True)
    copy = torch.tensor(place.item())
    trace = poutine.trace(poutine.condition(model, data={"mu": copy})).get_trace(data)
    (slope,) = torch.autograd.grad(trace.log_prob_sum(), place)
    return slope.item()
