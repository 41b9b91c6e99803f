# ---
# title: Heads and tails of the prior are exchanged
# wrong: >-
#   PRIOR_TAILS is given as the first argument of Beta.
# caught_by: [model_density]
# hint: >-
#   Which argument of Beta goes with heads? Ask a Beta with unequal arguments for its mean, and look which way it
#   leans.
# ---

# %% grade_id="model"
def model(data):
    f = pyro.sample("f", dist.Beta(PRIOR_TAILS, PRIOR_HEADS))
    with pyro.plate("N", len(data)):
        pyro.sample("y", dist.Bernoulli(f), obs=data)
