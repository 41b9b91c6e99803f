# ---
# title: The mornings of the notebook
# wrong: The argument is ignored; the global data set is observed in every call.
# caught_by: [grad_value]
# hint: >-
#   Does your function use the data that it is given, or the five mornings of the notebook? Try it with other
#   data.
# ---

# %% grade_id="grad_log_joint"
def grad_log_joint(mu, data):
    place = torch.tensor(float(mu), requires_grad=True)
    trace = poutine.trace(poutine.condition(model, data={"mu": place})).get_trace(mornings)
    (slope,) = torch.autograd.grad(trace.log_prob_sum(), place)
    return slope.item()
