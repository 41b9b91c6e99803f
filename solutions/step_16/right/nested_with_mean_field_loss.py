# ---
# title: Nested plates whose order gives the dims, the mean-field loss, an exponential distribution for the prior
# ---

# %% grade_id="shape_table"
def shape_table(n_days, n_stalls, n_goods):
    k, j = [n_stalls], [n_goods]
    return {
        "obs": ([n_days], k + j),
        "alpha": (k + j, []),
        "Dirichlet(alpha)": (k, j),
        "Dirichlet(alpha).to_event(1)": ([], k + j),
    }


# %% grade_id="model"
def model(data=None, n_days=None, n_stalls=None, n_goods=None):
    sizes = hall_sizes(data, n_days, n_stalls, n_goods)
    with pyro.plate("J", sizes[2]), pyro.plate("K", sizes[1]):
        alpha = pyro.sample("alpha", dist.Exponential(1.0))
    with pyro.plate("N", sizes[0]):
        return pyro.sample("obs", dist.Dirichlet(alpha.expand(sizes[0], -1, -1)).to_event(1), obs=data)


# %% grade_id="fit"
def fit(data):
    from pyro.infer import TraceMeanField_ELBO

    pyro.get_param_store().clear()
    guide = AutoNormal(model, init_scale=0.2)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.05, "lrd": 0.993}), TraceMeanField_ELBO())
    losses = [svi.step(data) for _ in range(500)]
    return guide if losses else None


# %% grade_id="to_constrained"
def to_constrained(locs, scales):
    variance = scales.square()
    mean = torch.exp(locs + 0.5 * variance)
    return locs.exp(), mean, mean * torch.sqrt(torch.expm1(variance))
