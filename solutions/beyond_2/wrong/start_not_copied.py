# ---
# title: The guess itself becomes the parameter
# wrong: >-
#   The tensor is handed to pyro.param without a copy, and training moves it.
# caught_by: [guide_density]
# hint: >-
#   Your guide is right as long as it is not trained. Then the guess that somebody handed to it moves as well. Look
#   at `start` in the cell above the task.
# ---

# %% grade_id="learning"
def guide(guess, measurement):
    a = pyro.param("a", guess)
    b = pyro.param("b", torch.tensor(0.25), constraint=constraints.positive)
    pyro.sample("weight", dist.Normal(a, b))


def train(model, guide, guess, measurement):
    pyro.clear_param_store()
    loss = Trace_ELBO(num_particles=200, vectorize_particles=True, max_plate_nesting=0)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.2, "lrd": 0.965}), loss)
    for _ in range(120):
        svi.step(guess, measurement)
    return {name: value.item() for name, value in pyro.get_param_store().items()}
