# ---
# title: Takes tensors only
# wrong: A float has no clone, so a mu that is a plain number raises AttributeError.
# caught_by: [grad_clean]
# hint: >-
#   The text says that mu may be a plain number. What you do with it works for tensors only: make a tensor of it
#   first.
# ---

# %% grade_id="grad_log_joint"
def grad_log_joint(mu, data):
    place = mu.clone().requires_grad_()
    log_joint = poutine.trace(poutine.condition(model, data={"mu": place})).get_trace(data).log_prob_sum()
    return torch.autograd.grad(log_joint, place)[0].item()
