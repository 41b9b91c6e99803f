# ---
# title: The data are not observed
# wrong: >-
#   obs= is missing, so the number is drawn whatever the data are.
# caught_by: [branching_sites, branching_density]
# hint: >-
#   With data and without, your site "obs" is drawn. How does a site get the value that was seen?
# ---

# %% grade_id="branching"
def branching(data=None):
    p = pyro.param("p", torch.tensor([0.4, 0.3, 0.2, 0.1]), constraint=constraints.simplex)
    c = pyro.sample("c", dist.Categorical(p))
    if c.item() > 0:
        pyro.sample("obs", dist.Normal(error_of(c - 1), NOISE))
    return c
