# ---
# title: The slope is returned as a tensor
# wrong: The right number, but no plain Python float.
# caught_by: [grad_clean]
# hint: >-
#   The number is right, but it is still wrapped in a tensor. What makes a plain number of a tensor with one
#   element?
# ---

# %% grade_id="grad_log_joint"
def grad_log_joint(mu, data):
    place = torch.tensor(float(mu), requires_grad=True)
    trace = poutine.trace(poutine.condition(model, data={"mu": place})).get_trace(data)
    (slope,) = torch.autograd.grad(trace.log_prob_sum(), place)
    return slope
