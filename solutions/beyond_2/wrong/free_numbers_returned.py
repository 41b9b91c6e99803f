# ---
# title: The unconstrained parameters are returned
# wrong: >-
#   The number that the optimiser moves is given in the place of the value.
# caught_by: [train_contract, train_posterior]
# hint: >-
#   The numbers that you return are those that the optimiser moves. For a parameter with a constraint, that is not
#   its value.
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
        svi.step(guess, measurement)
    names = list(pyro.get_param_store())
    return {name: pyro.param(name).unconstrained().item() for name in names}
