# ---
# title: The errors are drawn on every branch
# wrong: >-
#   error_of is called before the branch, so the site x is in every run.
# caught_by: [branching_sites]
# hint: >-
#   Hold "c" at 0: there is a site in your run that belongs to the thermometers. Where is the function called that
#   draws it?
# ---

# %% grade_id="branching"
def branching(data=None):
    p = pyro.param("p", torch.tensor([0.4, 0.3, 0.2, 0.1]), constraint=constraints.simplex)
    c = pyro.sample("c", dist.Categorical(p))
    error = error_of(max(c.item() - 1, 0))
    if c.item() > 0:
        pyro.sample("obs", dist.Normal(error, NOISE), obs=data)
    return c
