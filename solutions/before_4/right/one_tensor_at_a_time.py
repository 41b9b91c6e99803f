# ---
# title: jacobian and hessian; broadcasting without new dims; an optimiser with a schedule, on one tensor
# ---

# %% grade_id="slope"
def slope(f, x):
    """The jacobian of a function of one number is its slope."""
    return torch.autograd.functional.jacobian(f, torch.tensor(float(x), dtype=torch.float64)).item()


def slope_of_bump(x):
    """The product rule is not needed: exp gives itself."""
    height = math.exp(-0.5 * (x - 2.0) ** 2)
    return height * (2.0 - x)


# %% grade_id="descend"
def descend(f, x0, lr, steps):
    """All places in one tensor that is filled as one goes."""
    path = torch.full((steps + 1,), float(x0), dtype=torch.float64)
    for step in range(steps):
        here = path[step].clone().requires_grad_()
        path[step + 1] = path[step] - lr * torch.autograd.grad(f(here), here)[0]
    return path.tolist()


# %% grade_id="largest_lr"
class NoValley(ValueError):
    """The ground is flat, or falls away."""


def largest_lr(c):
    """The curvature of the valley itself, from its hessian."""
    found = torch.autograd.functional.hessian(lambda x: c * x**2 / 2, torch.tensor(0.3, dtype=torch.float64)).item()
    if found <= 0:
        raise NoValley("the curvature is not positive")
    return 2 / found


# %% grade_id="kl"
def kl_tables(q, p):
    """The library's own sum, with target and input exchanged: it goes from the target to the input."""
    terms = torch.nn.functional.kl_div(p.double().log(), q.double(), reduction="none")
    return terms[q > 0].sum().item()


def kl_normals(m_q, s_q, m_p, s_p):
    """In variances."""
    v_q, v_p = s_q * s_q, s_p * s_p
    return 0.5 * (math.log(v_p) - math.log(v_q) + v_q / v_p + (m_q - m_p) * (m_q - m_p) / v_p - 1.0)


# %% grade_id="elbo"
def elbo_exact(m, s, data):
    """The sums over data by their mean and their number."""
    n, middle = data.numel(), data.mean()
    spread = ((data - middle) ** 2).sum() + n * ((m - middle) ** 2 + s**2)
    data_term = -n * math.log(NOISE) - spread / (2 * NOISE**2)
    prior_term = -math.log(SPREAD) - ((m - CENTRE) ** 2 + s**2) / (2 * SPREAD**2)
    constant = -(n + 1) / 2 * math.log(2 * math.pi)
    return constant + data_term + prior_term + 0.5 * torch.log(2 * math.pi * math.e * s**2)


def elbo_draws(m, s, data, noise):
    """By the outer difference of data and draws."""
    mu = torch.addcmul(m, s, noise)
    apart = torch.cdist(mu.reshape(-1, 1), data.reshape(-1, 1), p=1)  # [k, n]
    y = -0.5 * (apart / NOISE) ** 2 - math.log(NOISE * math.sqrt(2 * math.pi))
    own = -0.5 * noise**2 - (s * math.sqrt(2 * math.pi)).log()
    return (log_normal(mu, CENTRE, SPREAD) + y.sum(-1) - own).sum() / len(noise)


# %% grade_id="fit"
def fit(objective, m=0.0, s=1.0):
    """NAdam, on one tensor, with a cosine schedule for its steps."""
    free = torch.nn.Parameter(torch.tensor([float(m), math.log(s)], dtype=torch.float64))
    walker = torch.optim.NAdam([free], lr=0.2, maximize=True)
    slower = torch.optim.lr_scheduler.CosineAnnealingLR(walker, T_max=600)
    heights = []
    for _ in range(600):
        walker.zero_grad()
        height = objective(*torch.stack([free[0], free[1].exp()]))
        height.backward()
        heights.append(height.item())
        walker.step()
        slower.step()
    m, s = free.detach()
    return m.item(), s.exp().item(), heights
