# ---
# title: backward on leaves of one's own; torch.distributions knows the divergences; LBFGS climbs
# ---

# %% grade_id="slope"
def slope(f, x):
    """A clone is the leaf; backward fills its grad."""
    leaf = torch.as_tensor(x, dtype=torch.float64).detach().clone().requires_grad_()
    f(leaf).backward()
    return float(leaf.grad)


def slope_of_bump(x):
    """The normal density without its constant, times its slope."""
    u = -0.5 * (x - 2) ** 2
    return -(x - 2) * math.e**u


# %% grade_id="descend"
def descend(f, x0, lr, steps):
    """torch.optim.SGD is just this walk."""
    x = torch.tensor(x0, dtype=torch.float64, requires_grad=True)
    walker, path = torch.optim.SGD([x], lr=lr), [x0]
    for _ in range(steps):
        walker.zero_grad()
        f(x).backward()
        walker.step()
        path.append(float(x))
    return path


# %% grade_id="largest_lr"
def largest_lr(c):
    """One step multiplies the distance by 1 - lr * c, which has to be above -1."""
    if not c > 0:
        raise ValueError("curvature has to be positive")
    return (1 - -1) / c


# %% grade_id="kl"
import torch.distributions as dist


def kl_tables(q, p):
    """xlogy knows that nothing times a logarithm is nothing; where p alone is 0 it gives minus infinity."""
    both = torch.stack([q, p]).double()
    terms = torch.xlogy(both[0], both[0]) - torch.xlogy(both[0], both[1])
    return float(terms.sum())


def kl_normals(m_q, s_q, m_p, s_p):
    """As the library has it."""
    pair = (dist.Normal(torch.tensor(m, dtype=torch.float64), s) for m, s in ((m_q, s_q), (m_p, s_p)))
    return dist.kl_divergence(*pair).item()


# %% grade_id="elbo"
def elbo_exact(m, s, data):
    """The evidence minus the divergence from the posterior."""
    mean, sd = exact_posterior(data)
    n = len(data)
    covariance = NOISE**2 * torch.eye(n) + SPREAD**2 * torch.ones(n, n)
    evidence = dist.MultivariateNormal(torch.full((n,), CENTRE), covariance).log_prob(data)
    return evidence - dist.kl_divergence(dist.Normal(m, s), dist.Normal(mean, sd))


def elbo_draws(m, s, data, noise):
    """Distributions with a batch of draws."""
    q = dist.Normal(m, s)
    mu = q.loc + q.scale * noise  # [k]
    y = dist.Independent(dist.Normal(mu.unsqueeze(-1), NOISE).expand([len(noise), len(data)]), 1)
    return torch.mean(dist.Normal(CENTRE, SPREAD).log_prob(mu) + y.log_prob(data) - q.log_prob(mu))


# %% grade_id="fit"
def fit(objective, m=0.0, s=1.0):
    """Steps of LBFGS with a line search, in m and the logarithm of s."""
    free = torch.tensor([m, math.log(s)], requires_grad=True)
    walker = torch.optim.LBFGS([free], max_iter=5, line_search_fn="strong_wolfe")

    def loss():
        walker.zero_grad()
        down = -objective(free[0], free[1].exp())
        down.backward()
        return down

    heights = [-float(walker.step(loss)) for _ in range(40)]
    return float(free[0]), float(free[1].exp()), heights
