# ---
# title: The error has the index c
# wrong: >-
#   The first error is never used, and for the last thermometer there is none.
# caught_by: [branching_sites, branching_density]
# hint: >-
#   The values of c that have a thermometer begin at one, and the indices of a tensor do not. What is the index of
#   the last of the errors?
# ---

# %% grade_id="branching"
def branching(data=None):
    p = pyro.param("p", torch.tensor([0.4, 0.3, 0.2, 0.1]), constraint=constraints.simplex)
    c = pyro.sample("c", dist.Categorical(p))
    if c.item() > 0:
        pyro.sample("obs", dist.Normal(error_of(c), NOISE), obs=data)
    return c
