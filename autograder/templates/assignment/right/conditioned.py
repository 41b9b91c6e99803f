# ---
# title: The readings are drawn, and conditioned from outside
# ---

# %% grade_id="model"
def drawn(n):
    temperature = pyro.sample("temperature", dist.Normal(loc=torch.tensor(BELIEF), scale=torch.tensor(SPREAD)))
    with pyro.plate("readings", size=n):
        return pyro.sample("reading", dist.Normal(temperature, NOISE))


def model(readings):
    return pyro.condition(drawn, data={"reading": readings})(len(readings))
