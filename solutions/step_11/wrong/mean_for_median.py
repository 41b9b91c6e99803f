# ---
# title: The mean for the median
# wrong: The middle is the mean of the slopes, which does not exist; monsters pull it up.
# caught_by: [spread]
# hint: >-
#   One of the terms in the slope has no mean. Which kind of middle does the text ask for?
# ---

# %% grade_id="gradient_spread"
def gradient_spread(mu, data, k):
    place = torch.tensor(mu, requires_grad=True)
    conditioned = poutine.condition(model, {"mu": place})
    slopes = []
    for _ in range(k):
        log_joint = poutine.trace(conditioned).get_trace(data).log_prob_sum()
        slopes += torch.autograd.grad(log_joint, place)
    lower, upper = torch.stack(slopes).quantile(torch.tensor([0.25, 0.75])).tolist()
    return torch.stack(slopes).mean().item(), upper - lower
