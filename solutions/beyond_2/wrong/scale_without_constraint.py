# ---
# title: b has no constraint
# wrong: >-
#   A step of the optimiser may make it negative.
# caught_by: [guide_density]
# hint: >-
#   Your b is a free number: nothing keeps a step of the optimiser from making it negative.
# ---

# %% grade_id="learning"
def guide(guess, measurement):
    a = pyro.param("a", guess.clone())
    b = pyro.param("b", torch.tensor(0.25))
    pyro.sample("weight", dist.Normal(a, b))


def train(model, guide, guess, measurement):
    pyro.clear_param_store()
    loss = Trace_ELBO(num_particles=200, vectorize_particles=True, max_plate_nesting=0)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.2, "lrd": 0.965}), loss)
    for _ in range(120):
        svi.step(guess, measurement)
    return {name: value.item() for name, value in pyro.get_param_store().items()}
