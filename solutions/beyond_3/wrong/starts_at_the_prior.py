# ---
# title: The guide starts at the prior
# wrong: >-
#   The start values are 6 and 4 instead of 2 and 2.
# caught_by: [guide_density]
# hint: >-
#   Look at the values with which your params start, and at those in the text.
# ---

# %% grade_id="guide"
def guide(data):
    alpha_q = pyro.param("alpha_q", torch.tensor(PRIOR_HEADS), constraint=constraints.positive)
    beta_q = pyro.param("beta_q", torch.tensor(PRIOR_TAILS), constraint=constraints.positive)
    pyro.sample("f", dist.Beta(alpha_q, beta_q))
