# ---
# title: mu is a sample site
# wrong: >-
#   mu is drawn anew each morning; a parameter is set, not drawn.
# caught_by: [model_site, model_param]
# hint: >-
#   Your mu is random: it is drawn again in each run. Section 4 says how a number that is set, not drawn,
#   comes into a model. (A random mu will be the topic of step 7.)
# ---

# %% grade_id="model"
def model():
    mu = pyro.sample("mu", dist.Normal(0.0, 1.0))
    return pyro.sample("y", dist.Normal(mu, NOISE))
