# ---
# title: The standard deviation for the interquartile range
# wrong: Reports the sd of the slopes, which does not exist and is moved by every monster.
# caught_by: [spread]
# hint: >-
#   Call your function several times: does the spread settle? There is a measure of spread that a few
#   monsters do not move, and the text asks for it.
# ---

# %% grade_id="gradient_spread"
def gradient_spread(mu, data, k):
    place = torch.tensor(mu, requires_grad=True)
    conditioned = poutine.condition(model, {"mu": place})
    slopes = []
    for _ in range(k):
        log_joint = poutine.trace(conditioned).get_trace(data).log_prob_sum()
        slopes += torch.autograd.grad(log_joint, place)
    slopes = torch.stack(slopes)
    return slopes.quantile(0.5).item(), slopes.std(correction=0).item()
