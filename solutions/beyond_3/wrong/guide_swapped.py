# ---
# title: alpha_q and beta_q are exchanged
# wrong: >-
#   Training would make up for it; the names would then lie.
# caught_by: [guide_density]
# hint: >-
#   In your guide the param that should go with heads goes with tails. Which argument of Beta is which?
# ---

# %% grade_id="guide"
def guide(data):
    alpha_q = pyro.param("alpha_q", torch.tensor(2.0), constraint=constraints.positive)
    beta_q = pyro.param("beta_q", torch.tensor(2.0), constraint=constraints.positive)
    pyro.sample("f", dist.Beta(beta_q, alpha_q))
