# ---
# title: The model sets the random seed
# wrong: >-
#   Every call draws the same number, so every morning is the same morning.
# caught_by: [model_site, draw_runs]
# hint: >-
#   Your model plays the same morning each time. What does setting the seed do to the random numbers that
#   follow, and where does section 5 say that it belongs?
# ---

# %% grade_id="model"
def model():
    pyro.set_rng_seed(0)
    mu = pyro.param("mu", torch.tensor(0.0))
    return pyro.sample("y", dist.Normal(mu, NOISE))
