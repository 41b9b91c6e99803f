# ---
# title: The loss is evaluated, and nothing is learnt
# wrong: >-
#   evaluate_loss in the place of step.
# caught_by: [train_posterior]
# hint: >-
#   Your loss is computed again and again, and the parameters stay where they started. Which method of SVI takes a
#   step?
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
        svi.evaluate_loss(guess, measurement)
    return {name: value.item() for name, value in pyro.get_param_store().items()}
