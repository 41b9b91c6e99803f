# ---
# title: Each reading has a temperature of its own
# wrong: >-
#   The temperature is drawn inside of the plate.
# caught_by: [model_sites, model_density]
# hint: >-
#   There is one store, but your model draws a temperature for each reading. What do all readings share, and on which
#   side of the `with` does it belong?
# ---

# %% grade_id="model"
def model(readings):
    with pyro.plate("readings", len(readings)):
        temperature = pyro.sample("temperature", dist.Normal(BELIEF, SPREAD))
        pyro.sample("reading", dist.Normal(temperature, NOISE), obs=readings)
