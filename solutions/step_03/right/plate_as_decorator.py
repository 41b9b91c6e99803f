# ---
# title: The plate as a decorator around a function that makes one reading
# ---

# %% grade_id="model"
def model(data=None, n_obs=None):
    """The size is the first of two that is known; one reading is a function of its own, repeated by the plate."""
    known = [size for size in (None if data is None else data.numel(), n_obs) if size is not None]
    if not known:
        raise ValueError("how many readings are there? data and n_obs are both None")

    @pyro.plate("N", known[0])
    def readings():
        return pyro.sample("y", dist.Normal(pyro.param("mu", torch.tensor(0.0)), NOISE), obs=data)

    return readings()
