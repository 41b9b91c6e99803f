# ---
# title: The errors are counted from the end
# wrong: >-
#   A negative index gives an error, without a word, but another thermometer's.
# caught_by: [branching_density]
# hint: >-
#   Only the densities of "obs" are off: each thermometer has the error of another. Python takes negative indices
#   too, and counts from the end then.
# ---

# %% grade_id="branching"
def branching(data=None):
    p = pyro.param("p", torch.tensor([0.4, 0.3, 0.2, 0.1]), constraint=constraints.simplex)
    c = pyro.sample("c", dist.Categorical(p))
    if c.item() > 0:
        pyro.sample("obs", dist.Normal(error_of(c - 2), NOISE), obs=data)
    return c
