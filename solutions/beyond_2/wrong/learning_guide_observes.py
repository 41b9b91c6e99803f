# ---
# title: The guide with the knobs observes the measurement
# wrong: >-
#   A site with obs= in the guide.
# caught_by: [guide_density]
# hint: >-
#   Your guide has an observed site. It takes the measurement as an argument, since the model does, and leaves it
#   alone.
# ---

# %% grade_id="learning"
def guide(guess, measurement):
    a = pyro.param("a", guess.clone())
    b = pyro.param("b", torch.tensor(0.25), constraint=constraints.positive)
    weight = pyro.sample("weight", dist.Normal(a, b))
    pyro.sample("measurement", dist.Normal(weight, NOISE), obs=measurement)


def train(model, guide, guess, measurement):
    pyro.clear_param_store()
    loss = Trace_ELBO(num_particles=200, vectorize_particles=True, max_plate_nesting=0)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.2, "lrd": 0.965}), loss)
    for _ in range(120):
        svi.step(guess, measurement)
    return {name: value.item() for name, value in pyro.get_param_store().items()}
