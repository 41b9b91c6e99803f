# ---
# title: The probability of the other side
# wrong: >-
#   The area from 0 to 0.5.
# caught_by: [summary_exact]
# hint: >-
#   Your third number is the probability that the coin favours tails. On which side of one half does the area lie
#   that was asked for?
# ---

# %% grade_id="summary"
def summary():
    q = dist.Beta(pyro.param("alpha_q").detach(), pyro.param("beta_q").detach())
    upper = torch.linspace(0.0, 0.5, 2001)
    return q.mean.item(), q.stddev.item(), torch.trapezoid(q.log_prob(upper).exp(), upper).item()
