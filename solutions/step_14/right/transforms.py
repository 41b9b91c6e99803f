# ---
# title: A transformed distribution, fewer particles from a wider start, moments by formulas
# ---

# %% grade_id="log_q"
def log_q(mu, loc, scale):
    base = dist.Normal(torch.as_tensor(loc), torch.as_tensor(scale))
    return dist.TransformedDistribution(base, [dist.transforms.ExpTransform()]).log_prob(mu)


# %% grade_id="fit_auto"
def fit_auto(model, data):
    pyro.get_param_store().clear()
    free = AutoNormal(model, init_scale=0.2)
    svi = SVI(
        model,
        free,
        ClippedAdam({"lr": 0.1, "lrd": 0.99}),
        Trace_ELBO(16, vectorize_particles=True, max_plate_nesting=1),
    )
    losses = []
    while len(losses) < 500:
        losses.append(svi.step(data))
    return free


# %% grade_id="constrained_summary"
def constrained_summary(guide):
    def moments(loc, scale, positive):
        if not positive:
            return loc, scale
        mean = torch.exp(loc + scale.square() / 2)
        return mean, mean * torch.sqrt(scale.square().exp() - 1)

    return {name: list(moments(*parameters)) for name, parameters in inside(guide).items()}
