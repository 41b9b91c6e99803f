# ---
# title: The data become the middle of the distribution
# wrong: >-
#   The observation moves the model instead of being scored by it, and y is still drawn.
# caught_by: [model_observes, likelihood]
# hint: >-
#   Your model puts its middle wherever the data are, so it finds every bus equally likely. Section 3 has a
#   program that does the same: where does the observed value belong instead?
# ---

# %% grade_id="model"
def model(data=None):
    mu = pyro.param("mu", torch.tensor(0.0))
    if data is not None:
        mu = data
    return pyro.sample("y", dist.Normal(mu, NOISE))
