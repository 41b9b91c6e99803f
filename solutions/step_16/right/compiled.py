# ---
# title: A guide class of its own, and a compiled loss
# ---

# %% grade_id="fit"
class NarrowGuide(AutoNormal):
    """An AutoNormal that starts narrow."""

    def __init__(self, program):
        super().__init__(program, init_scale=0.05)


def fit(data):
    pyro.clear_param_store()
    guide = NarrowGuide(model)
    loss = pyro.infer.JitTrace_ELBO(ignore_jit_warnings=True)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.05, "lrd": 0.993}), loss)
    for _ in range(600):
        svi.step(data)
    return guide
