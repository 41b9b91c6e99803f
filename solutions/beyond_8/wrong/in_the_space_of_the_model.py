# ---
# title: The parabola is made in the space of the model
# wrong: >-
#   Top and bend in constrained values, where the density has no Jacobian.
# caught_by: [laplace_fit]
# hint: >-
#   Your top and your bend are those on the scale of the model itself. The text asks for the unconstrained one, where
#   the density is another function.
# ---

# %% grade_id="laplace"
from pyro import poutine
from pyro.infer.autoguide import AutoDelta


def laplace(model, *args) -> tuple[torch.Tensor, torch.Tensor]:
    pyro.clear_param_store()
    guide = AutoDelta(model)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.3, "lrd": 0.98}), Trace_ELBO())
    for _ in range(200):
        svi.step(*args)
    top = {name: value.detach() for name, value in guide.median(*args).items()}
    loc = torch.stack(list(top.values()))

    def height(numbers):
        held = poutine.condition(model, dict(zip(top, numbers, strict=True)))
        return poutine.trace(held).get_trace(*args).log_prob_sum()

    bend = torch.autograd.functional.hessian(height, loc)
    return loc, torch.linalg.inv(-bend)


def mapped_back(loc: float, scale: float) -> tuple[float, float]:
    steps = torch.linspace(-8.0, 8.0, 4001, dtype=REAL)
    weights = torch.softmax(-(steps**2) / 2.0, 0)
    p = torch.sigmoid(loc + scale * steps)
    mean = (weights * p).sum()
    return mean.item(), (weights * (p - mean) ** 2).sum().sqrt().item()
