# ---
# title: Each reading gets the middle written out, and the plate is made first
# ---

# %% grade_id="model"
def model(readings):
    plate = pyro.plate("readings", len(readings))
    temperature = pyro.sample("temperature", dist.Normal(BELIEF, SPREAD))
    with plate as places:
        middles = temperature.repeat(len(places))
        return pyro.sample("reading", dist.Normal(middles, torch.full_like(readings, NOISE)), obs=readings)
