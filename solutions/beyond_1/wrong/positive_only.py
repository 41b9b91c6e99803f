# ---
# title: p is only kept positive
# wrong: >-
#   The constraint lets the sum of p go where it likes.
# caught_by: [branching_param]
# hint: >-
#   Your constraint keeps each of the four numbers above zero. What else do probabilities have to do, all together?
# ---

# %% grade_id="branching"
def branching(data=None):
    p = pyro.param("p", torch.tensor([0.4, 0.3, 0.2, 0.1]), constraint=constraints.positive)
    c = pyro.sample("c", dist.Categorical(p))
    if c.item() > 0:
        pyro.sample("obs", dist.Normal(error_of(c - 1), NOISE), obs=data)
    return c
