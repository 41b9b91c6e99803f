# ---
# title: The number is observed on every branch
# wrong: >-
#   Where c is 0 there is a site obs too.
# caught_by: [branching_sites]
# hint: >-
#   Hold "c" at 0 and look at the sites of the run. What does the text say about this branch?
# ---

# %% grade_id="branching"
def branching(data=None):
    p = pyro.param("p", torch.tensor([0.4, 0.3, 0.2, 0.1]), constraint=constraints.simplex)
    c = pyro.sample("c", dist.Categorical(p))
    if c.item() > 0:
        pyro.sample("obs", dist.Normal(error_of(c - 1), NOISE), obs=data)
    else:
        pyro.sample("obs", dist.Normal(0.0, NOISE), obs=data)
    return c
