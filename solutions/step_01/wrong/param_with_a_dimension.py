# ---
# title: mu has the shape [1]
# wrong: >-
#   The start value is a list of one number, so y has the shape [1] and not ().
# caught_by: [model_site, model_param]
# hint: >-
#   Your mu is a list with one number in it, not a single number, and y takes its shape from mu. Look at the
#   brackets around the start value.
# ---

# %% grade_id="model"
def model():
    mu = pyro.param("mu", torch.tensor([0.0]))
    return pyro.sample("y", dist.Normal(mu, NOISE))
