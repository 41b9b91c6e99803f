# ---
# title: The second slope is added to the first
# wrong: backward is called twice for one tensor, so still is the sum of both.
# caught_by: [drawn_still]
# hint: >-
#   Your second slope has the first one in it. What does backward do with what is in grad already?
# ---

# %% grade_id="drawn_gradients"
def drawn_gradients(mu, n):
    place = torch.tensor(float(mu), requires_grad=True)
    line = poutine.condition(model, data={"mu": place})
    trace = poutine.trace(line).get_trace(n_obs=n)
    trace.log_prob_sum().backward()
    moving = place.grad.item()
    y = trace.nodes["y"]["value"].detach()
    poutine.trace(line).get_trace(y).log_prob_sum().backward()
    return y, moving, place.grad.item()
