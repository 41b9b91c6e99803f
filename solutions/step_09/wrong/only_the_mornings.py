# ---
# title: The terms of the mornings only
# wrong: Both slopes are those of the log likelihood; the prior is left out.
# caught_by: [drawn_moving, drawn_still]
# hint: >-
#   When the mornings move along, you find no slope at all. But a term of the log joint has nothing to do with
#   the mornings: which one?
# ---

# %% grade_id="drawn_gradients"
def drawn_gradients(mu, n):
    place = torch.tensor(float(mu), requires_grad=True)
    trace = poutine.trace(poutine.condition(model, data={"mu": place})).get_trace(n_obs=n)
    trace.compute_log_prob()
    (moving,) = torch.autograd.grad(trace.nodes["y"]["log_prob"].sum(), place)
    y = trace.nodes["y"]["value"].detach()
    return y, moving.item(), (torch.sum(y - mu) / NOISE**2).item()
