# ---
# title: The slope for other mornings
# wrong: still belongs to mornings that were drawn a second time.
# caught_by: [drawn_still]
# hint: >-
#   Your second slope is right for some mornings, but not for those that you return. How often are mornings drawn
#   in your function?
# ---

# %% grade_id="drawn_gradients"
def drawn_gradients(mu, n):
    place = torch.tensor(float(mu), requires_grad=True)
    line = poutine.condition(model, data={"mu": place})
    trace = poutine.trace(line).get_trace(n_obs=n)
    (moving,) = torch.autograd.grad(trace.log_prob_sum(), place)
    return trace.nodes["y"]["value"].detach(), moving.item(), grad_log_joint(mu, line(n_obs=n).detach())
