# ---
# title: Slopes with respect to log mu
# wrong: Differentiates with respect to log mu; each slope is multiplied by mu.
# caught_by: [spread]
# hint: >-
#   With respect to which variable is your slope? This task asks for the one in mu itself.
# ---

# %% grade_id="gradient_spread"
def gradient_spread(mu, data, k):
    place = torch.tensor(mu).log().requires_grad_()
    conditioned = poutine.condition(model, {"mu": place.exp()})
    slopes = []
    for _ in range(k):
        log_joint = poutine.trace(conditioned).get_trace(data).log_prob_sum()
        slopes += torch.autograd.grad(log_joint, place, retain_graph=True)
    lower, middle, upper = torch.stack(slopes).quantile(torch.tensor([0.25, 0.5, 0.75])).tolist()
    return middle, upper - lower
