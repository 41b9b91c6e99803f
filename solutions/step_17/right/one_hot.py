# ---
# title: A one-hot table under the mark, enumerated by hand in classify
# ---

# %% grade_id="model"
def model(data=None, n_obs=None, K=2):
    size = how_many(data, n_obs)
    weights = pyro.sample("weights", dist.Dirichlet(torch.full((K,), 0.5)))
    scale = pyro.sample("scale", dist.LogNormal(0.0, 2.0))
    u = pyro.sample("u", dist.Normal(0.0, 10.0).expand([K]).to_event(1))
    locs = OrderedTransform()(u)
    with pyro.plate("N", size):
        assignment = pyro.sample("assignment", dist.Categorical(weights), infer={"enumerate": "parallel"})
        mean = (torch.nn.functional.one_hot(assignment, K) * locs).sum(-1)
        y = pyro.sample("y", dist.Normal(mean, scale), obs=data)
    return y


# %% grade_id="classify"
def classify(values, data):
    K = len(values["weights"])
    scores = []
    for k in range(K):
        held = poutine.condition(model, data={**values, "assignment": torch.full((len(data),), k)})
        trace = poutine.trace(held).get_trace(data, K=K)
        trace.compute_log_prob()
        scores.append(trace.nodes["assignment"]["log_prob"] + trace.nodes["y"]["log_prob"])
    return torch.stack(scores).argmax(0)
