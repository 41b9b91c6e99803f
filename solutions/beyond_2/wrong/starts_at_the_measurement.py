# ---
# title: a starts at the measurement
# wrong: >-
#   The start value is not the guess.
# caught_by: [guide_density]
# hint: >-
#   With which value does your a start: with what was thought before, or with what the scale said?
# ---

# %% grade_id="learning"
def guide(guess, measurement):
    a = pyro.param("a", measurement.clone())
    b = pyro.param("b", torch.tensor(0.25), constraint=constraints.positive)
    pyro.sample("weight", dist.Normal(a, b))


def train(model, guide, guess, measurement):
    pyro.clear_param_store()
    loss = Trace_ELBO(num_particles=200, vectorize_particles=True, max_plate_nesting=0)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.2, "lrd": 0.965}), loss)
    for _ in range(120):
        svi.step(guess, measurement)
    return {name: value.item() for name, value in pyro.get_param_store().items()}
