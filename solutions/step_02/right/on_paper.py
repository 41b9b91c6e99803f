# ---
# title: The likelihood is the formula of the normal density, with plain Python numbers
# ---

# %% grade_id="model"
def model(data=None):
    mu = pyro.param("mu", torch.tensor(0.0))
    y = pyro.sample(name="y", fn=dist.Normal(mu, NOISE), obs=data)
    assert y.shape == ()
    return y


# %% grade_id="log_likelihood"
def log_likelihood(value):
    import math

    store = pyro.get_param_store()
    mu = store["mu"].item() if "mu" in store else 0.0
    distance = (value - mu) / NOISE
    return -(distance**2) / 2 - math.log(NOISE * math.sqrt(2 * math.pi))


# %% grade_id="predictions"
def predictions():
    return {"later": "C", "fit": "B", "store": "C", "far": "A", "twice": "B"}
