# ---
# title: The next spin for the statement about f
# wrong: >-
#   The probability that the next spin is heads, which is the mean, in place of P(f > 1/2).
# caught_by: [summary_exact]
# hint: >-
#   Your third number is the probability that the next spin is heads. The museum asks for something else: how
#   probable is it that f itself lies above one half?
# ---

# %% grade_id="summary"
def summary():
    q = dist.Beta(pyro.param("alpha_q").detach(), pyro.param("beta_q").detach())
    return q.mean.item(), q.stddev.item(), q.mean.item()
