# ---
# title: The density, not its logarithm
# wrong: >-
#   The logarithm is undone with exp.
# caught_by: [score_value, per_reading_value]
# hint: >-
#   Your score is a density. The text asks for its logarithm, which does not become too small for the
#   computer.
# ---

# %% grade_id="score"
def score(data, mu, sigma):
    return dist.Normal(mu, sigma).log_prob(data).double().sum().exp().item()
