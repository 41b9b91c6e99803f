# ---
# title: Without data a stored number is observed
# wrong: >-
#   The bus of this morning is the default: y is never drawn.
# caught_by: [model_draws]
# hint: >-
#   When nobody has looked, your model observes a number all the same. Nothing may be observed then: what
#   does a site do when its obs is None?
# ---

# %% grade_id="model"
def model(data=None):
    if data is None:
        data = torch.tensor(4.2)
    mu = pyro.param("mu", torch.tensor(0.0))
    return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)
