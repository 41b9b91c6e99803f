# ---
# title: The param store is not emptied
# wrong: >-
#   An earlier training's parameters are still there, and go on from where they were.
# caught_by: [train_contract]
# hint: >-
#   What an earlier training has left is still in the store afterwards; and a start value counts for a new name
#   only. What has to happen first?
# ---

# %% grade_id="learning"
def guide(guess, measurement):
    a = pyro.param("a", guess.clone())
    b = pyro.param("b", torch.tensor(0.25), constraint=constraints.positive)
    pyro.sample("weight", dist.Normal(a, b))


def train(model, guide, guess, measurement):
    loss = Trace_ELBO(num_particles=200, vectorize_particles=True, max_plate_nesting=0)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.2, "lrd": 0.965}), loss)
    for _ in range(120):
        svi.step(guess, measurement)
    return {name: value.item() for name, value in pyro.get_param_store().items()}
