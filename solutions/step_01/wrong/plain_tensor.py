# ---
# title: mu is a plain tensor
# wrong: >-
#   mu is not a parameter: nobody outside the model can change it.
# caught_by: [model_param]
# hint: >-
#   The knob in your model cannot be turned: mu is an ordinary number of your own. Section 4 shows how a
#   model asks the param store for a number by its name.
# ---

# %% grade_id="model"
def model():
    mu = torch.tensor(0.0)
    return pyro.sample("y", dist.Normal(mu, NOISE))
