# ---
# title: The params are copied on their way
# wrong: >-
#   float() makes a new number: densities are right, and no gradient comes back.
# caught_by: [guide_density]
# hint: >-
#   Your guide has the right density, and it cannot learn: what goes into the Beta is only a copy of each param's
#   number.
# ---

# %% grade_id="guide"
def guide(data):
    alpha_q = pyro.param("alpha_q", torch.tensor(2.0), constraint=constraints.positive)
    beta_q = pyro.param("beta_q", torch.tensor(2.0), constraint=constraints.positive)
    pyro.sample("f", dist.Beta(float(alpha_q), float(beta_q)))
