# ---
# title: The fit begins in a store with leftovers
# wrong: >-
#   Guides of this class share the names of their parameters.
# caught_by: [laplace_fit]
# hint: >-
#   After a fit to other data your answer is another one. What does the param store hold when the second fit begins,
#   and under which name?
# ---

# %% grade_id="laplace"
def laplace(model, *args) -> tuple[torch.Tensor, torch.Tensor]:
    guide = AutoLaplaceApproximation(model)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.3, "lrd": 0.98}), Trace_ELBO())
    for _ in range(200):
        svi.step(*args)
    normal = guide.laplace_approximation(*args).get_posterior()
    return normal.mean, normal.covariance_matrix


def mapped_back(loc: float, scale: float) -> tuple[float, float]:
    steps = torch.linspace(-8.0, 8.0, 4001, dtype=REAL)
    weights = torch.softmax(-(steps**2) / 2.0, 0)
    p = torch.sigmoid(loc + scale * steps)
    mean = (weights * p).sum()
    return mean.item(), (weights * (p - mean) ** 2).sum().sqrt().item()
