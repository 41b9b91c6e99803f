# ---
# title: Shapes by loops over plain lists, models with explicit expands
# ---

# %% grade_id="shapes_of"
def shapes_of(d, sample_shape=()):
    sample, batch, event = ([int(n) for n in shape] for shape in (sample_shape, d.batch_shape, d.event_shape))
    return {"batch": batch, "event": event, "draw": [*sample, *batch, *event], "log_prob": [*sample, *batch]}


# %% grade_id="log_prob_shape"
def log_prob_shape(d, value_shape):
    value, event, batch = list(value_shape), list(d.event_shape), list(d.batch_shape)
    while event:
        if not value or value.pop() != event.pop():
            raise ValueError("the event does not fit")
    result = []
    while value or batch:
        one, other = (shape.pop() if shape else 1 for shape in (value, batch))
        if one != other and 1 not in (one, other):
            raise ValueError("the batch does not fit")
        result.insert(0, other if one == 1 else one)
    return result


# %% grade_id="predict"
def predict(n_days, n_buoys):
    nothing, row, table = [], [n_buoys], [n_days, n_buoys]
    return {
        "battery": [table, nothing],
        "camera": [table, [8, 6]],
        "home": [row, [2]],
        "kind": [row, nothing],
        "mix": [nothing, [3]],
        "place": [table, [2]],
        "tide": [[n_days, 1], nothing],
    }


# %% grade_id="drift"
def drift(data):
    n = data.shape[0]
    current = pyro.sample("current", dist.Normal(0.0, 10.0).expand([2]).to_event(1))
    with pyro.plate("buoys", n, dim=-1):
        return pyro.sample("moved", dist.Normal(current.expand(n, 2), torch.tensor(2.0)).to_event(1), obs=data)


# %% grade_id="tides"
def tides(data):
    days = pyro.plate("days", data.shape[0])
    with days:
        level = pyro.sample("level", dist.Normal(0.0, 3.0))
    offset = pyro.sample("offset", dist.Normal(torch.zeros(data.shape[1]), 1.0).to_event(1))
    with days:
        return pyro.sample("height", dist.Independent(dist.Normal(level[:, None] + offset, 0.5), 1), obs=data)


# %% grade_id="arrival"
def arrival(facts, data):
    weights = pyro.sample("weights", dist.Normal(torch.zeros(facts.shape[1], 1), 2.0).to_event(2))
    mean = facts @ weights[:, 0]
    with pyro.plate("ships", len(data)):
        return pyro.sample("late", dist.Normal(mean, 1.5), obs=data)
