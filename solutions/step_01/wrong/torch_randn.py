# ---
# title: A random number without a sample site
# wrong: >-
#   torch.randn, or the distribution's own .sample(): the number has the right distribution, but Pyro sees
#   no random variable.
# caught_by: [model_site, model_param, draw_runs]
# hint: >-
#   Your model gives a random number, but Pyro does not see where it comes from. In section 3 two cups draw
#   from the same distribution: which function does the one use that Pyro can see, and what does it ask for
#   besides the distribution?
# ---

# %% grade_id="model"
def model():
    mu = pyro.param("mu", torch.tensor(0.0))
    return mu + NOISE * torch.randn(())
