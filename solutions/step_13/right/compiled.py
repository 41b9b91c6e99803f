# ---
# title: A loss that torch.jit compiles
# ---

# %% grade_id="fit"
from pyro.infer import JitTrace_ELBO


def fit(data, guide, steps=120):
    """The recipe, with the compiled loss; its losses are those of svi.step all the same."""
    pyro.clear_param_store()
    loss = JitTrace_ELBO(num_particles=1000, vectorize_particles=True, max_plate_nesting=1)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.1, "lrd": 0.988}), loss)
    return [svi.step(data) for _ in range(steps)]
