# ---
# title: A made-up value is given to the sample site with obs
# wrong: >-
#   y is observed, so nothing is drawn and each run returns the same number.
# caught_by: [model_site, draw_runs]
# hint: >-
#   Your y is observed: it was told its value, so Pyro has nothing left to draw. In this step nobody has
#   seen the bus yet.
# ---

# %% grade_id="model"
def model():
    mu = pyro.param("mu", torch.tensor(0.0))
    return pyro.sample("y", dist.Normal(mu, NOISE), obs=torch.tensor(4.2))
