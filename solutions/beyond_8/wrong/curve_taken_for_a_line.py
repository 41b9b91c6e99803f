# ---
# title: The curve is taken for a straight line
# wrong: >-
#   The delta method: the middle through the curve, the sd times the slope there.
# caught_by: [mapped_exact]
# hint: >-
#   You take the curve for its tangent at the middle. That is right for a narrow normal, and the text promises more.
# ---

# %% grade_id="laplace"
def laplace(model, *args) -> tuple[torch.Tensor, torch.Tensor]:
    pyro.clear_param_store()
    guide = AutoLaplaceApproximation(model)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.3, "lrd": 0.98}), Trace_ELBO())
    for _ in range(200):
        svi.step(*args)
    normal = guide.laplace_approximation(*args).get_posterior()
    return normal.mean, normal.covariance_matrix


def mapped_back(loc: float, scale: float) -> tuple[float, float]:
    mean = 1.0 / (1.0 + math.exp(-loc))
    return mean, scale * mean * (1.0 - mean)
