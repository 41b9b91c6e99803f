# ---
# title: The params have no constraint
# wrong: >-
#   Nothing keeps alpha_q and beta_q positive.
# caught_by: [guide_density]
# hint: >-
#   A Beta needs two positive numbers, and the optimiser moves a param wherever the gradient points. What did your
#   guide of step 13 say about its scale?
# ---

# %% grade_id="guide"
def guide(data):
    alpha_q = pyro.param("alpha_q", torch.tensor(2.0))
    beta_q = pyro.param("beta_q", torch.tensor(2.0))
    pyro.sample("f", dist.Beta(alpha_q, beta_q))
