# ---
# title: torch.optim.SGD with maximize=True on a dictionary of parameters; quartiles from numpy
# ---

# %% grade_id="model"
def model(data=None, n_obs=None):
    if data is not None:
        n_obs = data.shape[0]
    if n_obs is None:
        raise ValueError("neither data nor n_obs")
    one = torch.ones(())
    alpha = pyro.sample("alpha", dist.InverseGamma(one, one))
    b = pyro.sample("b", dist.Exponential(one))
    a = pyro.sample("a", dist.Gamma(concentration=alpha, rate=one))
    mu = pyro.sample("mu", dist.Gamma(rate=b, concentration=a))
    with pyro.plate("N", n_obs):
        y = pyro.sample("y", dist.Normal(mu, NOISE), obs=data)
    return y


# %% grade_id="largest_stable_lr"
def largest_stable_lr(n, mu=None):
    return float(2 * NOISE**2 / (n * (1.0 if mu is None else mu * mu)))


# %% grade_id="gradient_spread"
import numpy as np


def gradient_spread(mu, data, k):
    slopes = []
    for _ in range(k):
        held = torch.nn.Parameter(torch.tensor(float(mu)))
        trace = poutine.trace(pyro.condition(model, data={"mu": held, "y": data})).get_trace(n_obs=len(data))
        trace.log_prob_sum().backward()
        slopes.append(held.grad.item())
    low, middle, high = np.percentile(slopes, [25, 50, 75])
    return float(middle), float(high - low)


# %% grade_id="ascend"
def ascend(data, lr, steps, jacobian=False):
    logs = {name: torch.nn.Parameter(torch.tensor(0.0)) for name in ("mu", "b", "a", "alpha")}
    optimiser = torch.optim.SGD(logs.values(), lr=lr, maximize=True)

    def height():
        held = poutine.condition(model, {name: log.exp() for name, log in logs.items()})
        total = poutine.trace(held).get_trace(data).log_prob_sum() + jacobian * sum(logs.values())
        if torch.isinf(total) or torch.isnan(total):
            raise ValueError("diverged: lower lr")
        return total

    history = []
    for _ in range(steps):
        optimiser.zero_grad()
        total = height()
        history.append(total.item())
        total.backward()
        optimiser.step()
    history.append(height().item())
    return {name: math.exp(log.item()) for name, log in logs.items()}, history
