# ---
# title: p has no constraint
# wrong: >-
#   After a step of an optimiser, p is no list of probabilities.
# caught_by: [branching_param]
# hint: >-
#   Your p starts as a list of probabilities. What keeps it one, once an optimiser moves its numbers?
# ---

# %% grade_id="branching"
def branching(data=None):
    p = pyro.param("p", torch.tensor([0.4, 0.3, 0.2, 0.1]))
    c = pyro.sample("c", dist.Categorical(p))
    if c.item() > 0:
        pyro.sample("obs", dist.Normal(error_of(c - 1), NOISE), obs=data)
    return c
