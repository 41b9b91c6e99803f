# ---
# title: The data give only their number
# wrong: model(n_obs=len(data)) draws y anew, and the draws move along with mu, so the slope is that of the prior alone.
# caught_by: [grad_value]
# hint: >-
#   Your slope is the same whatever the mornings are. The model has drawn mornings of its own: does it ever see
#   the data?
# ---

# %% grade_id="grad_log_joint"
def grad_log_joint(mu, data):
    place = torch.tensor(float(mu), requires_grad=True)
    trace = poutine.trace(poutine.condition(model, data={"mu": place})).get_trace(n_obs=len(data))
    (slope,) = torch.autograd.grad(trace.log_prob_sum(), place)
    return slope.item()
