# ---
# title: The variance is returned for the sd
# wrong: >-
#   The variance instead of its root.
# caught_by: [summary_exact]
# hint: >-
#   Your second number is a variance, the square of what was asked for.
# ---

# %% grade_id="summary"
def summary():
    q = dist.Beta(pyro.param("alpha_q").detach(), pyro.param("beta_q").detach())
    upper = torch.linspace(0.5, 1.0, 2001)
    return q.mean.item(), q.variance.item(), torch.trapezoid(q.log_prob(upper).exp(), upper).item()
