# ---
# title: Bayes' rule by hand, the ordered locs by a cumulative sum
# ---

# %% grade_id="model"
def model(data=None, n_obs=None, K=2):
    if data is not None:
        n_obs = data.shape[0]
    elif n_obs is None:
        raise ValueError("how many observations?")
    scale = pyro.sample("scale", dist.LogNormal(0.0, 2.0))
    u = pyro.sample("u", dist.Normal(torch.zeros(K), torch.full((K,), 10.0)).to_event(1))
    weights = pyro.sample("weights", dist.Dirichlet(0.5 * torch.ones(K)))
    steps = torch.cat([u[:1], u[1:].exp()])
    locs = steps.cumsum(0)
    plate = pyro.plate("N", n_obs, dim=-1)
    with plate:
        k = pyro.sample("assignment", dist.Categorical(probs=weights), infer={"enumerate": "parallel"})
    with plate:
        y = pyro.sample("y", dist.Normal(locs[k], scale), obs=data)
    return y


# %% grade_id="make_guide"
def make_guide(data, K=2):
    locs = torch.stack([data.quantile((2 * k + 1) / (2 * K)) for k in range(K)])
    u = torch.cat([locs[:1], (locs[1:] - locs[:-1]).log()])
    start = {"u": u, "scale": data.std() / K, "weights": torch.ones(K) / K}
    return AutoNormal(
        poutine.block(model, expose=["weights", "scale", "u"]),
        init_loc_fn=lambda site: start[site["name"]],
    )


# %% grade_id="classify"
def classify(values, data):
    u = values["u"]
    locs = torch.cat([u[:1], u[1:].exp()]).cumsum(0)
    log_likelihood = -0.5 * ((data.unsqueeze(-1) - locs) / values["scale"]) ** 2
    return (values["weights"].log() + log_likelihood).argmax(dim=-1)
