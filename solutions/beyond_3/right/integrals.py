# ---
# title: The ELBO with the divergence from the prior; a rate that drops once; a point by hand
# ---

# %% grade_id="model"
def model(data):
    f = pyro.sample("f", dist.Beta(PRIOR_HEADS, PRIOR_TAILS))
    with pyro.plate("N", len(data), dim=-1):
        pyro.sample("y", dist.Bernoulli(logits=torch.logit(f)), obs=data)


# %% grade_id="guide"
def guide(data):
    above_zero = constraints.softplus_positive
    pyro.sample(
        "f",
        dist.Beta(
            pyro.param("alpha_q", torch.tensor(2.0), constraint=above_zero),
            pyro.param("beta_q", torch.tensor(2.0), constraint=above_zero),
        ),
    )


# %% grade_id="elbo"
def elbo(alpha_q, beta_q, data):
    q, prior = dist.Beta(alpha_q, beta_q), dist.Beta(torch.tensor(PRIOR_HEADS), torch.tensor(PRIOR_TAILS))
    mean_log = torch.stack(torch.broadcast_tensors(alpha_q, beta_q)).digamma() - (alpha_q + beta_q).digamma()
    fit = sum((mean_log[0] if spin == 1 else mean_log[1]) for spin in data)
    return fit - torch.distributions.kl_divergence(q, prior)


# %% grade_id="train"
def train(model, guide, data, steps=400):
    pyro.get_param_store().clear()
    svi = SVI(model, guide, pyro.optim.Adam({"lr": 0.3}), Trace_ELBO(num_particles=100, vectorize_particles=True))
    losses = []
    for step in range(steps):
        losses.append(float(svi.step(data)))
        if step == steps * 3 // 4:
            for optimiser in svi.optim.optim_objs.values():
                optimiser.param_groups[0]["lr"] = 0.03
    return losses


# %% grade_id="summary"
def summary():
    with torch.no_grad():
        q = dist.Beta(pyro.param("alpha_q"), pyro.param("beta_q"))
        grid = torch.linspace(0, 1, 20_001)[1:-1]
        density = q.log_prob(grid).exp()
        share = density[grid > 0.5].sum() / density.sum()
        return float(q.mean), float(q.variance**0.5), float(share)


# %% grade_id="on_paper"
def on_paper(data):
    if data.shape == (0,):
        raise ValueError("no data, no MLE")
    grid = torch.linspace(0, 1, 2_000_001, dtype=torch.float64)[1:-1]
    heads, tails = int(data.sum()), int((1 - data).sum())
    log_density = (heads + PRIOR_HEADS - 1) * grid.log() + (tails + PRIOR_TAILS - 1) * (1 - grid).log()
    return {
        "mle": heads / (heads + tails),
        "map": grid[log_density.argmax()].item(),
        "mean": dist.Beta(PRIOR_HEADS + heads, PRIOR_TAILS + tails).mean.item(),
    }


# %% grade_id="point"
from pyro.poutine import condition, trace


def point(program, data):
    pyro.clear_param_store()
    free = torch.zeros((), requires_grad=True)
    optimiser = torch.optim.LBFGS([free], max_iter=50, line_search_fn="strong_wolfe")

    def loss():
        optimiser.zero_grad()
        held = condition(program, {"f": free.sigmoid()})
        height = -trace(held).get_trace(data).log_prob_sum()
        height.backward()
        return height

    for _ in range(5):
        optimiser.step(loss)
    return free.sigmoid().item()
