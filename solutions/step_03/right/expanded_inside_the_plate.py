# ---
# title: The distribution is expanded by hand inside the plate, through poutine.condition
# ---

# %% grade_id="model"
def _drawn(n):
    with pyro.plate("N", n) as index:
        mu = pyro.param("mu", torch.tensor(0.0))
        return pyro.sample("y", dist.Normal(mu.expand(len(index)), torch.full((len(index),), NOISE)))


def model(data=None, n_obs=None):
    """The drawing program, conditioned on the data where there are any."""
    match data, n_obs:
        case None, None:
            raise ValueError("neither data nor n_obs was given")
        case None, _:
            return _drawn(n_obs)
        case _:
            return poutine.condition(_drawn, data={"y": data})(len(data))
