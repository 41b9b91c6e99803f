# ---
# title: The slope is left in the tensor that came in
# wrong: requires_grad_ and backward on the caller's own tensor; a second call with it gives twice the slope.
# caught_by: [grad_clean]
# hint: >-
#   Ask twice with one and the same tensor: the second answer is another. You work on the tensor of whoever
#   asked, and leave a slope in it.
# ---

# %% grade_id="grad_log_joint"
def grad_log_joint(mu, data):
    mu = torch.as_tensor(mu)
    mu.requires_grad_()
    poutine.trace(poutine.condition(model, data={"mu": mu})).get_trace(data).log_prob_sum().backward()
    return mu.grad.item()
