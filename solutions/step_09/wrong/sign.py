# ---
# title: Down instead of up
# wrong: The gradient of minus the log joint, as for a loss.
# caught_by: [grad_value]
# hint: >-
#   Your slope is that of a loss, which one wants to make small. The question is about the log joint itself: in
#   which direction does it grow?
# ---

# %% grade_id="grad_log_joint"
def grad_log_joint(mu, data):
    place = torch.tensor(float(mu), requires_grad=True)
    trace = poutine.trace(poutine.condition(model, data={"mu": place})).get_trace(data)
    (slope,) = torch.autograd.grad(-trace.log_prob_sum(), place)
    return slope.item()
