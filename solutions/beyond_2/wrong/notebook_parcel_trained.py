# ---
# title: The training is about the notebook's parcel
# wrong: >-
#   GUESS and SHOWN in the place of the arguments.
# caught_by: [train_contract, train_posterior]
# hint: >-
#   Whatever guess and measurement your training is given, it ends at the same place. Which ones does a step of it
#   get?
# ---

# %% grade_id="learning"
def guide(guess, measurement):
    a = pyro.param("a", guess.clone())
    b = pyro.param("b", torch.tensor(0.25), constraint=constraints.positive)
    pyro.sample("weight", dist.Normal(a, b))


def train(model, guide, guess, measurement):
    pyro.clear_param_store()
    loss = Trace_ELBO(num_particles=200, vectorize_particles=True, max_plate_nesting=0)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.2, "lrd": 0.965}), loss)
    for _ in range(120):
        svi.step(GUESS, SHOWN)
    return {name: value.item() for name, value in pyro.get_param_store().items()}
