# ---
# title: Plates in variables, Independent by hand, a plain Adam with many particles
# ---

# %% grade_id="shape_table"
def shape_table(n_days, n_stalls, n_goods):
    alpha = torch.empty(n_stalls, n_goods).fill_(1.0)
    one = dist.Dirichlet(alpha)
    table = one.to_event(1)
    days = table.expand([n_days])
    pairs = {"Dirichlet(alpha)": one, "Dirichlet(alpha).to_event(1)": table, "obs": days}
    return {"alpha": (list(alpha.shape), [])} | {name: (d.batch_shape, d.event_shape) for name, d in pairs.items()}


# %% grade_id="model"
def model(data=None, n_days=None, n_stalls=None, n_goods=None):
    n_days, n_stalls, n_goods = hall_sizes(data, n_days, n_stalls, n_goods)
    stalls, goods = pyro.plate("K", n_stalls, dim=-2), pyro.plate("J", n_goods, dim=-1)
    days = pyro.plate("N", n_days)
    with goods, stalls:
        alpha = pyro.sample("alpha", dist.Gamma(torch.ones(n_stalls, n_goods), 1.0))
    with days:
        obs = pyro.sample("obs", dist.Independent(dist.Dirichlet(alpha), 1), obs=data)
    return obs


# %% grade_id="fit"
def fit(data):
    pyro.clear_param_store()
    guide = AutoNormal(model)
    optimiser = ClippedAdam({"lr": 0.1, "lrd": 0.988})
    svi = SVI(model, guide, optimiser, Trace_ELBO(num_particles=2))
    for _ in range(400):
        svi.step(data, n_days=None)
    return guide


# %% grade_id="to_constrained"
def to_constrained(locs, scales):
    median = biject_to(dist.Gamma.support)(locs)
    factor = (scales**2).exp()
    return [median, median * factor.sqrt(), median * (factor * (factor - 1)).sqrt()]
