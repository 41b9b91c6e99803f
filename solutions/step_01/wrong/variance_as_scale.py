# ---
# title: The variance is given as the scale
# wrong: >-
#   Normal's second argument is taken for a variance, so NOISE is squared.
# caught_by: [model_site]
# hint: >-
#   The width of your y is not the one asked for. What does the second number of dist.Normal mean, a scale
#   or a variance, and which of the two is NOISE? See section 2.
# ---

# %% grade_id="model"
def model():
    mu = pyro.param("mu", torch.tensor(0.0))
    return pyro.sample("y", dist.Normal(mu, NOISE**2))
