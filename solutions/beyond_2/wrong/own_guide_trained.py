# ---
# title: The notebook's own guide is trained
# wrong: >-
#   train looks at guide, the function of the notebook, not at what it was given.
# caught_by: [train_contract, train_posterior]
# hint: >-
#   The guide that somebody handed to your function is not the one that is trained.
# ---

# %% grade_id="learning"
def guide(guess, measurement):
    a = pyro.param("a", guess.clone())
    b = pyro.param("b", torch.tensor(0.25), constraint=constraints.positive)
    pyro.sample("weight", dist.Normal(a, b))


def train(model, proposal, guess, measurement):
    pyro.clear_param_store()
    loss = Trace_ELBO(num_particles=200, vectorize_particles=True, max_plate_nesting=0)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.2, "lrd": 0.965}), loss)
    for _ in range(120):
        svi.step(guess, measurement)
    return {name: value.item() for name, value in pyro.get_param_store().items()}
