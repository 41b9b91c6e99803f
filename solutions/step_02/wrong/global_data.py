# ---
# title: The number that was seen is written into the model
# wrong: >-
#   The argument is ignored, and 4.2 is observed in every run.
# caught_by: [model_observes, model_draws, likelihood]
# hint: >-
#   Your model observes the same number whatever it is given. The value that was seen is an argument of the
#   function: use that, so that the model also works tomorrow.
# ---

# %% grade_id="model"
SEEN = torch.tensor(4.2)


def model(data=None):
    mu = pyro.param("mu", torch.tensor(0.0))
    return pyro.sample("y", dist.Normal(mu, NOISE), obs=SEEN)
