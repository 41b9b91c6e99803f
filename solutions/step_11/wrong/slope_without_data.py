# ---
# title: Slopes of a model that draws its own data
# wrong: The model is run with n_obs; the drawn y move along with mu, and the slope of the likelihood vanishes.
# caught_by: [spread]
# hint: >-
#   Your middle slope does not seem to know the data. Are they observed in every run? Step 9 shows what
#   the slope is when y is drawn.
# ---

# %% grade_id="gradient_spread"
def gradient_spread(mu, data, k):
    place = torch.tensor(mu, requires_grad=True)
    conditioned = poutine.condition(model, {"mu": place})
    slopes = []
    for _ in range(k):
        log_joint = poutine.trace(conditioned).get_trace(n_obs=len(data)).log_prob_sum()
        slopes += torch.autograd.grad(log_joint, place)
    lower, middle, upper = torch.stack(slopes).quantile(torch.tensor([0.25, 0.5, 0.75])).tolist()
    return middle, upper - lower
