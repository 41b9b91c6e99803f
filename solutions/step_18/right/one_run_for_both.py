# ---
# title: A function of one's own for both tasks, one step more than asked for, other random numbers
# ---

# %% grade_id="init_loc_fn"
import random


def init_loc_fn(site, data):
    size = tuple(site["fn"].batch_shape + site["fn"].event_shape)
    starts = {
        "weights": lambda: dist.Dirichlet(torch.ones(size)).mean,
        "scale": lambda: data.var().sqrt() / 2,
        "locs": lambda: torch.tensor(random.sample(data.tolist(), size[0])),
    }
    return starts[site["name"]]()


# %% grade_id="loss_for_seed"
def run(seed, data, steps):
    pyro.clear_param_store()
    pyro.set_rng_seed(seed)
    guide = AutoDelta(without_choice, init_loc_fn=lambda site: init_loc_fn(site, data))
    svi = SVI(model, guide, Adam({"lr": 0.3}), TraceEnum_ELBO())
    guide(data)
    values = guide.median()
    for _ in range(steps + 1):
        values = {name: value.clone() for name, value in guide.median().items()}
        loss = svi.step(data)  # of the parameters before it moves them
    return values, loss


def loss_for_seed(seed, data, steps=0):
    return run(seed, data, steps)[1]


# %% grade_id="best_seed"
def best_seed(seeds, data, steps=0):
    best, lowest = None, float("inf")
    for seed in seeds:
        loss = loss_for_seed(seed, data, steps)
        if loss < lowest:
            best, lowest = seed, loss
    return best


# %% grade_id="refit"
def refit(seed, data, steps=80):
    values, _ = run(seed, data, steps)
    locs, order = torch.sort(values["locs"])
    return {"scale": values["scale"], "locs": locs, "weights": torch.stack([values["weights"][k] for k in order])}
