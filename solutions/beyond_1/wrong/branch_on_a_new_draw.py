# ---
# title: The branch is taken on a second draw of c
# wrong: >-
#   A new draw, unseen, decides which branch the run takes.
# caught_by: [branching_sites, branching_density]
# hint: >-
#   Your run does not take the branch of its own "c": even when that is held, now this branch comes, now that. What
#   do you look at in the `if`?
# ---

# %% grade_id="branching"
def branching(data=None):
    p = pyro.param("p", torch.tensor([0.4, 0.3, 0.2, 0.1]), constraint=constraints.simplex)
    c = pyro.sample("c", dist.Categorical(p))
    if dist.Categorical(p).sample().item() > 0:
        pyro.sample("obs", dist.Normal(error_of(c - 1), NOISE), obs=data)
    return c
