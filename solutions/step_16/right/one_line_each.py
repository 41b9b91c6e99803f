# ---
# title: Decorators for plates, a guide started at data, the moments read off a transformed distribution
# ---

# %% grade_id="model"
def model(data=None, n_days=None, n_stalls=None, n_goods=None):
    n, k, j = hall_sizes(data, n_days, n_stalls, n_goods)

    @pyro.plate("K", k, dim=-2)
    @pyro.plate("J", j, dim=-1)
    def alphas():
        return pyro.sample("alpha", dist.Gamma(1.0, 1.0))

    @pyro.plate("N", n, dim=-1)
    def tables(alpha):
        return pyro.sample("obs", dist.Dirichlet(alpha).to_event(1), obs=data)

    return tables(alphas())


# %% grade_id="fit"
def fit(data):
    from pyro.infer.autoguide import init_to_value

    pyro.clear_param_store()
    start = {"alpha": data.mean(0) * data.shape[-1]}
    guide = AutoNormal(model, init_loc_fn=init_to_value(values=start))
    svi = SVI(model, guide, ClippedAdam({"lr": 0.04, "lrd": 0.9935}), Trace_ELBO())
    for _ in range(600):
        svi.step(data)
    return guide
