# ---
# title: The probability from a normal curve
# wrong: >-
#   A normal with the same mean and sd: near for broad tails in the middle, wrong where the Beta leans.
# caught_by: [summary_exact]
# hint: >-
#   Your third number treats the guide as a normal curve of the same mean and sd. A Beta near one end leans. Take
#   the area below its own density.
# ---

# %% grade_id="summary"
def summary():
    q = dist.Beta(pyro.param("alpha_q").detach(), pyro.param("beta_q").detach())
    below = dist.Normal(q.mean, q.stddev).cdf(torch.tensor(0.5)).item()
    return q.mean.item(), q.stddev.item(), 1 - below
