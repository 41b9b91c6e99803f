# ---
# title: The sample site has another name
# wrong: >-
#   The site has a name of the student's own, so nobody who looks for y finds it.
# caught_by: [model_site, model_param]
# hint: >-
#   The name of a sample site is the string that pyro.sample gets, not the Python variable that holds the
#   draw. Compare that string with the text of Task 1.
# ---

# %% grade_id="model"
def model():
    mu = pyro.param("mu", torch.tensor(0.0))
    return pyro.sample("lateness", dist.Normal(mu, NOISE))
