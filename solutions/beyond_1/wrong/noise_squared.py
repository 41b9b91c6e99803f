# ---
# title: The noise is squared
# wrong: >-
#   NOISE is a standard deviation, and is given as if it had to be made a variance.
# caught_by: [branching_density]
# hint: >-
#   All of your sites are there, and the density of "obs" is off on every branch that has it. `Normal` takes the
#   standard deviation as it is.
# ---

# %% grade_id="branching"
def branching(data=None):
    p = pyro.param("p", torch.tensor([0.4, 0.3, 0.2, 0.1]), constraint=constraints.simplex)
    c = pyro.sample("c", dist.Categorical(p))
    if c.item() > 0:
        pyro.sample("obs", dist.Normal(error_of(c - 1), NOISE**2), obs=data)
    return c
