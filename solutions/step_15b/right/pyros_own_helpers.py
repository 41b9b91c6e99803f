# ---
# title: Pyro's shape method, a multivariate normal, the trace read off
# ---

# %% grade_id="shapes_of"
def shapes_of(d, sample_shape=()):
    draw = d.shape(torch.Size(sample_shape))
    return {"batch": d.batch_shape, "event": d.event_shape, "draw": draw, "log_prob": draw[: len(draw) - d.event_dim]}


# %% grade_id="log_prob_shape"
def log_prob_shape(d, value_shape):
    rest = len(value_shape) - d.event_dim
    if rest < 0:
        raise ValueError("too few dimensions")
    if torch.Size(value_shape[rest:]) != d.event_shape:
        raise ValueError("the event does not fit")
    from pyro.distributions.util import broadcast_shape

    return broadcast_shape(tuple(value_shape[:rest]), d.batch_shape)


# %% grade_id="predict"
def predict(n_days, n_buoys):
    sites = poutine.trace(harbour).get_trace(n_days, n_buoys).nodes
    names = ("mix", "kind", "home", "tide", "place", "battery", "camera")
    return {name: (sites[name]["fn"].batch_shape, sites[name]["fn"].event_shape) for name in names}


# %% grade_id="drift"
def drift(data):
    current = pyro.sample("current", dist.MultivariateNormal(torch.zeros(2), 100.0 * torch.eye(2)))
    with pyro.plate("buoys", len(data)):
        pyro.sample("moved", dist.MultivariateNormal(current, 4.0 * torch.eye(2)), obs=data)


# %% grade_id="tides"
def tides(data):
    offset = pyro.sample("offset", dist.Normal(0.0, 1.0).expand([data.size(-1)]).to_event())
    with pyro.plate("days", data.size(0)) as day:
        level = pyro.sample("level", dist.Normal(0.0, torch.full((len(day),), 3.0)))
        mean = level.reshape(-1, 1) + offset.reshape(1, -1)
        pyro.sample("height", dist.Normal(mean, 0.5).to_event(1), obs=data[day])


# %% grade_id="arrival"
def arrival(facts, data):
    weights = pyro.sample("weights", dist.Normal(0.0, 2.0).expand([facts.size(1), 1]).to_event(2))
    with pyro.plate("ships", facts.size(0)):
        pyro.sample("late", dist.Normal((facts * weights.T).sum(-1), 1.5), obs=data)
