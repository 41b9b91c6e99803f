# ---
# title: The model sets the random seed
# wrong: >-
#   Without data every run draws the same number.
# caught_by: [model_draws]
# hint: >-
#   Without data your model plays the same morning each time. What does setting the seed do to the random
#   numbers that follow, and who should do it?
# ---

# %% grade_id="model"
def model(data=None):
    pyro.set_rng_seed(0)
    mu = pyro.param("mu", torch.tensor(0.0))
    return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)
