# ---
# title: A guide class of its own, and a compiled loss
# ---

# %% grade_id="make_guide"
class SpreadGuide(AutoNormal):
    """An AutoNormal that starts spread over the data."""

    def __init__(self, data, K):
        levels = (torch.arange(K) + 0.5) / K
        start = {"weights": torch.ones(K) / K, "scale": data.std() / K}
        start["u"] = OrderedTransform().inv(torch.quantile(data, levels))
        seen = poutine.block(model, expose=list(start))
        super().__init__(seen, init_loc_fn=init_to_value(values=start))


def make_guide(data, K=2):
    return SpreadGuide(data, K)


# %% grade_id="fit"
def fit(data, K=2):
    pyro.clear_param_store()
    guide = make_guide(data, K)
    loss = pyro.infer.JitTraceEnum_ELBO(max_plate_nesting=1, ignore_jit_warnings=True)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.1, "lrd": 0.975}), loss)
    for _ in range(200):
        svi.step(data, K=K)
    return guide
