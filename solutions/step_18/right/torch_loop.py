# ---
# title: A loop with torch's own Adam, draws by multinomial
# ---

# %% grade_id="init_loc_fn"
def init_loc_fn(site, data):
    if site["name"] == "locs":
        k = site["fn"].event_shape[0]
        return data[torch.multinomial(torch.ones(len(data)), k)]
    if site["name"] == "scale":
        return 0.5 * data.std()
    k = site["fn"].event_shape[0]
    return torch.full((k,), 1 / k)


# %% grade_id="loss_for_seed"
def loss_for_seed(seed, data, steps=0):
    pyro.get_param_store().clear()
    guide = AutoDelta(
        poutine.block(model, expose=["weights", "scale", "locs"]), init_loc_fn=lambda site: init_loc_fn(site, data)
    )
    pyro.set_rng_seed(seed)
    guide(data)
    elbo = TraceEnum_ELBO(max_plate_nesting=1)
    optimiser = torch.optim.Adam(guide.parameters(), lr=0.3)
    for _ in range(steps):
        optimiser.zero_grad()
        elbo.differentiable_loss(model, guide, data).backward()
        optimiser.step()
    return elbo.differentiable_loss(model, guide, data).item()


# %% grade_id="best_seed"
def best_seed(seeds, data, steps=0):
    by_loss = {loss_for_seed(seed, data, steps): seed for seed in seeds}
    return by_loss[min(by_loss)]


# %% grade_id="refit"
def refit(seed, data, steps=80):
    loss_for_seed(seed, data, steps)  # what it has trained is in the param store
    store = pyro.get_param_store()
    if len(store) == 0:
        raise RuntimeError("nothing was trained")
    weights, scale, locs = (store[f"AutoDelta.{name}"].detach() for name in ("weights", "scale", "locs"))
    captains = sorted(zip(locs.tolist(), weights.tolist(), strict=True))
    return {
        "locs": torch.tensor([loc for loc, _ in captains]),
        "weights": torch.tensor([weight for _, weight in captains]),
        "scale": scale,
    }
