# ---
# title: The mornings still remember mu
# wrong: y is observed without detach, so it moves along in both slopes.
# caught_by: [drawn_still]
# hint: >-
#   The mornings that you hold still are held by a string: they remember that they were computed from mu. Cut
#   them off first.
# ---

# %% grade_id="drawn_gradients"
def drawn_gradients(mu, n):
    place = torch.tensor(float(mu), requires_grad=True)
    line = poutine.condition(model, data={"mu": place})
    y = poutine.trace(line).get_trace(n_obs=n).nodes["y"]["value"]
    (moving,) = torch.autograd.grad(poutine.trace(line).get_trace(n_obs=n).log_prob_sum(), place)
    (still,) = torch.autograd.grad(poutine.trace(line).get_trace(y).log_prob_sum(), place)
    return y.detach(), moving.item(), still.item()
