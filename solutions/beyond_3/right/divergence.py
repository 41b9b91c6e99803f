# ---
# title: The ELBO as log evidence less a divergence; SVI written out with a torch optimiser; a grid
# ---

# %% grade_id="model"
def model(data):
    bias = pyro.sample("f", dist.Beta(concentration1=PRIOR_HEADS, concentration0=PRIOR_TAILS))
    with pyro.plate("N", data.shape[0]):
        return pyro.sample("y", dist.Bernoulli(probs=bias), obs=data)


# %% grade_id="guide"
def guide(data):
    q = [pyro.param(name, lambda: torch.full((), 2.0), constraint=constraints.positive) for name in ("alpha_q", "beta_q")]
    return pyro.sample("f", dist.Beta(*q))


# %% grade_id="elbo"
def elbo(alpha_q, beta_q, data):
    alpha_q, beta_q = torch.broadcast_tensors(alpha_q, beta_q)
    heads = float(data.sum())
    a, b = PRIOR_HEADS + heads, PRIOR_TAILS + len(data) - heads

    def log_beta(a, b):
        return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)

    log_evidence = log_beta(a, b) - log_beta(PRIOR_HEADS, PRIOR_TAILS)
    kl = torch.distributions.kl_divergence(
        torch.distributions.Beta(alpha_q, beta_q), torch.distributions.Beta(torch.tensor(a), torch.tensor(b))
    )
    return log_evidence - kl


# %% grade_id="train"
def train(model, guide, data, steps=250):
    pyro.clear_param_store()
    guide(data)
    knobs = [value.unconstrained() for value in pyro.get_param_store().values()]
    optimiser = torch.optim.Adam(knobs, lr=0.2)
    slower = torch.optim.lr_scheduler.ExponentialLR(optimiser, gamma=0.983)
    estimate = Trace_ELBO(num_particles=60, vectorize_particles=True, max_plate_nesting=1)
    losses = []
    for _ in range(steps):
        optimiser.zero_grad()
        loss = estimate.differentiable_loss(model, guide, data)
        loss.backward()
        optimiser.step()
        slower.step()
        losses.append(loss.item())
    return losses


# %% grade_id="summary"
def summary():
    a, b = pyro.param("alpha_q").item(), pyro.param("beta_q").item()
    middles = 0.5 + (torch.arange(5000.0).double() + 0.5) / 10_000
    log_density = (a - 1) * middles.log() + (b - 1) * torch.log1p(-middles)
    log_density = log_density + math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    return a / (a + b), math.sqrt(a * b / (a + b + 1)) / (a + b), float(log_density.exp().sum() / 10_000)


# %% grade_id="on_paper"
def on_paper(data):
    n = data.numel()
    if not n:
        raise ValueError("There is no data here.")
    mle = data.mean().item()
    mean = (PRIOR_HEADS + n * mle) / (PRIOR_HEADS + PRIOR_TAILS + n)
    weight = n / (n + PRIOR_HEADS + PRIOR_TAILS - 2)
    mode = weight * mle + (1 - weight) * (PRIOR_HEADS - 1) / (PRIOR_HEADS + PRIOR_TAILS - 2)
    return {"mean": mean, "map": mode, "mle": mle}


# %% grade_id="point"
from pyro import poutine


def point(program, data):
    pyro.get_param_store().clear()
    grid = torch.linspace(0.001, 0.999, 999)
    heights = []
    for f in grid:
        held = poutine.condition(program, {"f": f})
        heights.append(poutine.trace(held).get_trace(data).log_prob_sum().item())
    return grid[torch.tensor(heights).argmax()].item()
