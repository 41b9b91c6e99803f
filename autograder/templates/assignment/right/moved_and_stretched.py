# ---
# title: The temperature is a standard normal number, moved and stretched
# ---

# %% grade_id="model"
def model(readings):
    steps = dist.transforms.AffineTransform(BELIEF, SPREAD)
    temperature = pyro.sample("temperature", dist.TransformedDistribution(dist.Normal(0.0, 1.0), [steps]))
    with pyro.plate("readings", readings.numel(), dim=-1):
        pyro.sample("reading", dist.Normal(temperature, NOISE), obs=readings)
