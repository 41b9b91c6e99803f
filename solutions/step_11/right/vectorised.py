# ---
# title: All k slopes at once in a plate of draws; torch.func climbs, transforms do the Jacobian
# ---

# %% grade_id="model"
def model(data=None, n_obs=None):
    if data is None and n_obs is None:
        raise ValueError("give data, or n_obs")
    alpha = pyro.sample("alpha", dist.InverseGamma(torch.tensor(1.0), 1.0))
    a, b = pyro.sample("a", dist.Gamma(alpha, 1)), pyro.sample("b", dist.Gamma(1, 1))
    mu = pyro.sample("mu", dist.Gamma(a, b))
    plate = pyro.plate("N", len(data) if data is not None else n_obs, dim=-1)
    with plate:
        return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)


# %% grade_id="largest_stable_lr"
def largest_stable_lr(n, mu=None):
    in_mu = 2 / (n * NOISE**-2)
    return in_mu if mu is None else in_mu / mu**2


# %% grade_id="gradient_spread"
def gradient_spread(mu, data, k):
    places = torch.full([k, 1], mu, requires_grad=True)

    def all_runs():
        with pyro.plate("runs", k, dim=-2):
            model(data)

    trace = poutine.trace(poutine.condition(all_runs, {"mu": places})).get_trace()
    (slopes,) = torch.autograd.grad(trace.log_prob_sum(), places)
    ordered = slopes.flatten().sort().values.tolist()
    return ordered[k // 2], ordered[3 * k // 4] - ordered[k // 4]


# %% grade_id="ascend"
from torch.distributions import biject_to, constraints

LATENTS = ("a", "alpha", "b", "mu")


def ascend(data, lr, steps, jacobian=False):
    to_positive = biject_to(constraints.positive)

    def held(values):
        return dict(zip(LATENTS, values, strict=True))

    def height(u):
        values = to_positive(u)
        log_joint = poutine.trace(poutine.condition(model, held(values))).get_trace(data).log_prob_sum()
        return log_joint + to_positive.log_abs_det_jacobian(u, values).sum() if jacobian else log_joint

    slope_and_height = torch.func.grad_and_value(height)
    places, history = [torch.zeros(4)], []
    while len(history) <= steps:
        with pyro.validation_enabled(False):  # torch.func does not like checks that look at values
            slope, here = slope_and_height(places[-1])
        if not torch.isfinite(here):
            raise ValueError(f"lr = {lr} is too large")
        history.append(here.item())
        places.append(places[-1] + lr * slope)
    return dict(zip(LATENTS, to_positive(places[steps]).tolist(), strict=True)), history
