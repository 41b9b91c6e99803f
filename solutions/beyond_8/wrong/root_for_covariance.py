# ---
# title: A root of the covariance
# wrong: >-
#   The lower triangular factor is returned.
# caught_by: [laplace_fit]
# hint: >-
#   Your matrix, times its own transpose, is the covariance. Which property of a MultivariateNormal is the covariance
#   itself?
# ---

# %% grade_id="laplace"
def laplace(model, *args) -> tuple[torch.Tensor, torch.Tensor]:
    pyro.clear_param_store()
    guide = AutoLaplaceApproximation(model)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.3, "lrd": 0.98}), Trace_ELBO())
    for _ in range(200):
        svi.step(*args)
    normal = guide.laplace_approximation(*args).get_posterior()
    return normal.mean, normal.scale_tril


def mapped_back(loc: float, scale: float) -> tuple[float, float]:
    steps = torch.linspace(-8.0, 8.0, 4001, dtype=REAL)
    weights = torch.softmax(-(steps**2) / 2.0, 0)
    p = torch.sigmoid(loc + scale * steps)
    mean = (weights * p).sum()
    return mean.item(), (weights * (p - mean) ** 2).sum().sqrt().item()
