# ---
# title: The mark is put on by fit and classify
# wrong: >-
#   The model carries no mark of its own; whoever uses it has to know.
# caught_by: [model_enumerated]
# hint: >-
#   Your fit and your classify put the mark on, and the model itself has none: whoever else uses it will draw
#   the captains. To which site does the mark belong?
# ---

# %% grade_id="model"
def model(data=None, n_obs=None, K=2):
    size = how_many(data, n_obs)
    weights = pyro.sample("weights", dist.Dirichlet(torch.full((K,), 0.5)))
    scale = pyro.sample("scale", dist.LogNormal(0.0, 2.0))
    u = pyro.sample("u", dist.Normal(0.0, 10.0).expand([K]).to_event(1))
    locs = OrderedTransform()(u)
    with pyro.plate("N", size):
        assignment = pyro.sample("assignment", dist.Categorical(weights))
        return pyro.sample("y", dist.Normal(locs[assignment], scale), obs=data)


# %% grade_id="fit"
def fit(data, K=2):
    pyro.clear_param_store()
    guide = make_guide(data, K)
    svi = SVI(
        pyro.infer.config_enumerate(model),
        guide,
        ClippedAdam({"lr": 0.1, "lrd": 0.97}),
        TraceEnum_ELBO(max_plate_nesting=1),
    )
    for _ in range(160):
        svi.step(data, K=K)
    return guide


# %% grade_id="classify"
def classify(values, data):
    held = poutine.condition(pyro.infer.config_enumerate(model), data=values)
    asked = infer_discrete(held, first_available_dim=-2, temperature=0)
    trace = poutine.trace(asked).get_trace(data, K=len(values["weights"]))
    return trace.nodes["assignment"]["value"]
