# ---
# title: The loc goes through the curve, and the sd stays
# wrong: >-
#   An sd of the logit is given for one of p.
# caught_by: [mapped_exact]
# hint: >-
#   The sd that you return is the one that was handed in, on the axis of u. How far does p spread?
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
    return 1.0 / (1.0 + math.exp(-loc)), scale
