# ---
# title: The mark by a decorator, another optimiser, handlers as decorators
# ---

# %% grade_id="model"
@pyro.infer.config_enumerate
def model(data=None, n_obs=None, K=2):
    size = how_many(data, n_obs)
    weights = pyro.sample("weights", dist.Dirichlet(torch.ones(K) / 2))
    scale = pyro.sample("scale", dist.LogNormal(0.0, 2.0))
    u = pyro.sample("u", dist.Normal(0.0, 10.0).expand((K,)).to_event(1))
    locs = OrderedTransform()(u)
    with pyro.plate("N", size):
        assignment = pyro.sample("assignment", dist.Categorical(logits=weights.log()))
        return pyro.sample("y", dist.Normal(locs[assignment], scale), obs=data)


# %% grade_id="fit"
def fit(data, K=2):
    pyro.get_param_store().clear()
    guide = make_guide(data, K)
    schedule = pyro.optim.ExponentialLR({"optimizer": torch.optim.Adam, "optim_args": {"lr": 0.1}, "gamma": 0.97})
    svi = SVI(model, guide, schedule, TraceEnum_ELBO())
    for _ in range(160):
        svi.step(data, K=K)
        schedule.step()
    return guide


# %% grade_id="classify"
def classify(values, data):
    @infer_discrete(first_available_dim=-2, temperature=0)
    @poutine.condition(data=values)
    def asked():
        return model(data, K=values["u"].shape[0])

    return poutine.trace(asked).get_trace().nodes["assignment"]["value"]
