# ---
# title: The noise is conditioned away
# wrong: alpha, a and b are held fixed as well, so all slopes are equal.
# caught_by: [spread]
# hint: >-
#   All your slopes are equal. This task measures what happens when alpha, a and b are drawn anew for
#   each slope: is every slope from a run of its own, with only mu held?
# ---

# %% grade_id="gradient_spread"
def gradient_spread(mu, data, k):
    place = torch.tensor(mu, requires_grad=True)
    conditioned = poutine.condition(model, {"mu": place, **dict.fromkeys(["alpha", "a", "b"], torch.tensor(1.0))})
    slopes = []
    for _ in range(k):
        log_joint = poutine.trace(conditioned).get_trace(data).log_prob_sum()
        slopes += torch.autograd.grad(log_joint, place)
    lower, middle, upper = torch.stack(slopes).quantile(torch.tensor([0.25, 0.5, 0.75])).tolist()
    return middle, upper - lower
