# ---
# title: The draw does not move
# wrong: >-
#   sample in place of rsample: only log q moves, and that is nothing on the average.
# caught_by: [path_terms]
# hint: >-
#   Your draws are plain numbers: the params do not move them, and what is left of the gradient is nought on the
#   average. Which method makes draws that move?
# ---

# %% grade_id="path_gradient"
def path_gradient(log_joint, family, params, n):
    rows = params.expand(n, -1).clone().requires_grad_()
    z = family(rows).sample()
    heights = log_joint(z) - family(rows).log_prob(z)
    return torch.autograd.grad(heights.sum(), rows)[0]


def landing_gradient(log_joint, family, params, n):
    rows = params.expand(n, -1).clone().requires_grad_()
    z = family(rows).rsample()
    heights = log_joint(z) - family(rows.detach()).log_prob(z)
    return torch.autograd.grad(heights.sum(), rows)[0]
