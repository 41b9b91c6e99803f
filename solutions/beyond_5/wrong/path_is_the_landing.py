# ---
# title: The whole gradient lacks log q
# wrong: >-
#   Both functions hold the params of log q.
# caught_by: [path_terms]
# hint: >-
#   The whole gradient goes through both places where the params stand. Yours goes through one.
# ---

# %% grade_id="path_gradient"
def path_gradient(log_joint, family, params, n):
    rows = params.expand(n, -1).clone().requires_grad_()
    z = family(rows).rsample()
    heights = log_joint(z) - family(rows.detach()).log_prob(z)
    return torch.autograd.grad(heights.sum(), rows)[0]


def landing_gradient(log_joint, family, params, n):
    rows = params.expand(n, -1).clone().requires_grad_()
    z = family(rows).rsample()
    heights = log_joint(z) - family(rows.detach()).log_prob(z)
    return torch.autograd.grad(heights.sum(), rows)[0]
