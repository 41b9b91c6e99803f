# ---
# title: A normal guide without correlations, fitted by its ELBO
# wrong: >-
#   AutoDiagonalNormal: no parabola at the top, and latent numbers that know nothing of each other.
# caught_by: [laplace_fit]
# hint: >-
#   You fit a guide whose latent numbers know nothing of each other. What the text wants is the parabola at the top of
#   the hill, in all directions.
# ---

# %% grade_id="laplace"
from pyro.infer.autoguide import AutoDiagonalNormal


def laplace(model, *args) -> tuple[torch.Tensor, torch.Tensor]:
    pyro.clear_param_store()
    guide = AutoDiagonalNormal(model)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.3, "lrd": 0.98}), Trace_ELBO())
    for _ in range(200):
        svi.step(*args)
    normal = guide.get_posterior()
    return normal.mean.detach(), torch.diag(normal.variance.detach())


def mapped_back(loc: float, scale: float) -> tuple[float, float]:
    steps = torch.linspace(-8.0, 8.0, 4001, dtype=REAL)
    weights = torch.softmax(-(steps**2) / 2.0, 0)
    p = torch.sigmoid(loc + scale * steps)
    mean = (weights * p).sum()
    return mean.item(), (weights * (p - mean) ** 2).sum().sqrt().item()
