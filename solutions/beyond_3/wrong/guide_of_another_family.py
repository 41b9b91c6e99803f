# ---
# title: The guide is a normal, bent into the unit interval
# wrong: >-
#   A sigmoid of a normal: a usable guide, but not of the family that contains the posterior.
# caught_by: [guide_density]
# hint: >-
#   Your guide stays between nought and one, and yet it has another shape than the posterior can have. Which family
#   does section 1 find the posterior in?
# ---

# %% grade_id="guide"
def guide(data):
    alpha_q = pyro.param("alpha_q", torch.tensor(2.0), constraint=constraints.positive)
    beta_q = pyro.param("beta_q", torch.tensor(2.0), constraint=constraints.positive)
    logit = dist.Normal(alpha_q.log() - beta_q.log(), (1 / alpha_q + 1 / beta_q).sqrt())
    pyro.sample("f", dist.TransformedDistribution(logit, [dist.transforms.SigmoidTransform()]))
