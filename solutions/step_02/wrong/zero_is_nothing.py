# ---
# title: A bus on time counts as not seen
# wrong: >-
#   if data: is False for an observed zero, so the site is drawn.
# caught_by: [model_observes, likelihood]
# hint: >-
#   Your model does not observe a bus that is exactly on time. What does Python answer when it is asked
#   whether a zero is true? The end of section 3 says how to ask whether there are data.
# ---

# %% grade_id="model"
def model(data=None):
    mu = pyro.param("mu", torch.tensor(0.0))
    if data:
        return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)
    return pyro.sample("y", dist.Normal(mu, NOISE))
