# ---
# title: Nothing is held in the landing
# wrong: >-
#   Both functions give the whole gradient.
# caught_by: [landing_terms]
# hint: >-
#   Your landing gradient goes through log q as well. What is to be a plain number in it?
# ---

# %% grade_id="path_gradient"
def path_gradient(log_joint, family, params, n):
    rows = params.expand(n, -1).clone().requires_grad_()
    z = family(rows).rsample()
    heights = log_joint(z) - family(rows).log_prob(z)
    return torch.autograd.grad(heights.sum(), rows)[0]


def landing_gradient(log_joint, family, params, n):
    rows = params.expand(n, -1).clone().requires_grad_()
    z = family(rows).rsample()
    heights = log_joint(z) - family(rows).log_prob(z)
    return torch.autograd.grad(heights.sum(), rows)[0]
