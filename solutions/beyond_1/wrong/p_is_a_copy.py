# ---
# title: c is drawn with a copy of p
# wrong: >-
#   The parameter is detached, so no training could move it.
# caught_by: [branching_density]
# hint: >-
#   The densities are right, and yet no training could learn your p: between the parameter and the site, something
#   makes a copy of its numbers.
# unnoticed: >-
#   Only a slope tells a parameter from a copy of its numbers, and the notebook takes none.
# ---

# %% grade_id="branching"
def branching(data=None):
    p = pyro.param("p", torch.tensor([0.4, 0.3, 0.2, 0.1]), constraint=constraints.simplex)
    c = pyro.sample("c", dist.Categorical(p.detach()))
    if c.item() > 0:
        pyro.sample("obs", dist.Normal(error_of(c - 1), NOISE), obs=data)
    return c
