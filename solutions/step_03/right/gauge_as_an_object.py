# ---
# title: The gauge as an object, a PyroModule with its own parameter
# ---

# %% grade_id="model"
class Gauge(pyro.nn.PyroModule):
    """A gauge keeps its level as the parameter mu; calling it makes readings."""

    def __init__(self):
        super().__init__()
        self.mu = pyro.nn.PyroParam(torch.tensor(0.0))

    def forward(self, data=None, n_obs=None):
        size = n_obs if data is None else data.size(0)
        if size is None:
            raise ValueError(f"no length: data is {data} and n_obs is {n_obs}")
        with pyro.plate("N", size, dim=-1):
            return pyro.sample("y", dist.Normal(self.mu, NOISE), obs=data)


model = Gauge()
