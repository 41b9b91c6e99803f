# ---
# title: The variance of a reading is given as its scale
# wrong: >-
#   NOISE ** 2 where Normal takes the standard deviation.
# caught_by: [model_density]
# hint: >-
#   The second argument of `Normal` is the standard deviation itself. What did you do to the noise before you gave it?
# ---

# %% grade_id="model"
def model(readings):
    temperature = pyro.sample("temperature", dist.Normal(BELIEF, SPREAD))
    with pyro.plate("readings", len(readings)):
        pyro.sample("reading", dist.Normal(temperature, NOISE**2), obs=readings)
