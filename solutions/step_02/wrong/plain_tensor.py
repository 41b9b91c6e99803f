# ---
# title: mu is a plain tensor
# wrong: >-
#   mu is not a parameter: nobody outside the model can change it.
# caught_by: [model_observes, model_draws, likelihood]
# hint: >-
#   The knob in your model cannot be turned: mu is an ordinary number of your own. In section 1 the machine
#   asks the param store for its setting by a name.
# ---

# %% grade_id="model"
def model(data=None):
    mu = torch.tensor(0.0)
    return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)
