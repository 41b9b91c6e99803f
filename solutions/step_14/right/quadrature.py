# ---
# title: The density by hand, the mean-field loss, moments by Gauss-Hermite quadrature through the map
# ---

# %% grade_id="log_q"
def log_q(mu, loc, scale):
    z = (torch.log(mu) - loc) / scale
    return -0.5 * z**2 - torch.log(mu * scale * math.sqrt(2 * math.pi))


# %% grade_id="fit_auto"
def fit_auto(model, data):
    from pyro.infer import TraceMeanField_ELBO

    pyro.clear_param_store()
    guide = AutoNormal(model)
    elbo = TraceMeanField_ELBO(num_particles=32, vectorize_particles=True, max_plate_nesting=1)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.08, "lrd": 0.99}), elbo)
    for _ in range(500):
        svi.step(data)
    return guide


# %% grade_id="constrained_summary"
def constrained_summary(guide):
    import numpy as np

    nodes, weights = (torch.tensor(part, dtype=torch.float64) for part in np.polynomial.hermite_e.hermegauss(60))
    weights = weights / weights.sum()
    summary = {}
    for name, median in guide.median().items():
        bijection = biject_to(guide.prototype_trace.nodes[name]["fn"].support)
        loc = pyro.param(f"AutoNormal.locs.{name}").detach().double()
        scale = pyro.param(f"AutoNormal.scales.{name}").detach().double()
        z = nodes.reshape([-1] + [1] * median.dim())
        values, share = bijection(loc + scale * z), weights.reshape(z.shape)
        mean = (share * values).sum(0)
        summary[name] = (mean.float(), (share * (values - mean) ** 2).sum(0).sqrt().float())
    return summary
