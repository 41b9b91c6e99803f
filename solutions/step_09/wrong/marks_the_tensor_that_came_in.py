# ---
# title: The tensor that came in requires a gradient afterwards
# wrong: requires_grad_ on the caller's own tensor; the answers are right.
# caught_by: [grad_clean]
# hint: >-
#   Your answers are right, but the tensor of whoever asked is not what it was: from now on PyTorch remembers all
#   that is done with it. Work on one of your own.
# ---

# %% grade_id="grad_log_joint"
def grad_log_joint(mu, data):
    mu = torch.as_tensor(mu).requires_grad_()
    log_joint = poutine.trace(poutine.condition(model, data={"mu": mu})).get_trace(data).log_prob_sum()
    return torch.autograd.grad(log_joint, mu)[0].item()
