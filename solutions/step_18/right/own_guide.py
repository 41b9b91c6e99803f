# ---
# title: A point guide by hand, with pyro.param and Delta
# ---

# %% grade_id="init_loc_fn"
def init_loc_fn(site, data):
    match site["name"]:
        case "weights":
            return torch.ones(site["fn"].shape()).softmax(-1)
        case "scale":
            return (data - data.mean()).square().sum().div(len(data) - 1).sqrt().div(2)
        case "locs":
            return data[torch.rand(len(data)).topk(site["fn"].shape()[0]).indices]


# %% grade_id="loss_for_seed"
def point_guide(data):
    for name in ("weights", "scale", "locs"):
        event_dim = 0 if name == "scale" else 1
        pyro.sample(name, dist.Delta(pyro.param(f"point_{name}"), event_dim=event_dim))


def loss_for_seed(seed, data, steps=0):
    sites = poutine.trace(without_choice).get_trace(data).nodes
    pyro.clear_param_store()
    pyro.set_rng_seed(seed)
    for name in ("weights", "scale", "locs"):
        pyro.param(f"point_{name}", init_loc_fn(sites[name], data), constraint=sites[name]["fn"].support)
    elbo = TraceEnum_ELBO(max_plate_nesting=1)
    svi = SVI(model, point_guide, pyro.optim.Adam({"lr": 0.3}), elbo)
    for _ in range(steps):
        svi.step(data)
    return elbo.loss(model, point_guide, data)


# %% grade_id="best_seed"
def best_seed(seeds, data, steps=0):
    return sorted(seeds, key=lambda seed: loss_for_seed(seed, data, steps=steps))[0]


# %% grade_id="refit"
def refit(seed, data, steps=80):
    loss_for_seed(seed, data, steps)
    with torch.no_grad():
        weights, scale, locs = (pyro.param(f"point_{name}").clone() for name in ("weights", "scale", "locs"))
    order = torch.argsort(locs)
    return {"weights": weights.gather(0, order), "scale": scale, "locs": locs.gather(0, order)}
