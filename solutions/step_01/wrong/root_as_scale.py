# ---
# title: NOISE is taken for a variance
# wrong: >-
#   NOISE is already a standard deviation; the root would be right if it were a variance.
# caught_by: [model_site]
# hint: >-
#   The width of your y is not the one asked for. Read the comment beside NOISE in the first code cell: is
#   it a variance that must be turned into a scale, or a scale already?
# ---

# %% grade_id="model"
def model():
    mu = pyro.param("mu", torch.tensor(0.0))
    return pyro.sample("y", dist.Normal(mu, NOISE**0.5))
