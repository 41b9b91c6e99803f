# ---
# title: The two slopes are exchanged
# wrong: still comes before moving.
# caught_by: [drawn_moving, drawn_still]
# hint: >-
#   Both slopes are there. Compare their order with the text: which of them is that of the prior alone?
# ---

# %% grade_id="drawn_gradients"
def drawn_gradients(mu, n):
    place = torch.tensor(float(mu), requires_grad=True)
    trace = poutine.trace(poutine.condition(model, data={"mu": place})).get_trace(n_obs=n)
    (moving,) = torch.autograd.grad(trace.log_prob_sum(), place)
    y = trace.nodes["y"]["value"].detach()
    return y, grad_log_joint(mu, y), moving.item()
