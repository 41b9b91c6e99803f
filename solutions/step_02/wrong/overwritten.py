# ---
# title: The drawn value is overwritten afterwards
# wrong: >-
#   y is drawn and then filled with the data in place. The trace shows the right value, but the site is not
#   observed.
# caught_by: [model_observes]
# hint: >-
#   You write the data over a value that was drawn. The number is right, but to Pyro the site is still a
#   draw and not an observation: tell the sample statement itself what was seen.
# ---

# %% grade_id="model"
def model(data=None):
    mu = pyro.param("mu", torch.tensor(0.0))
    y = pyro.sample("y", dist.Normal(mu, NOISE))
    if data is not None:
        y = y.fill_(data)
    return y
