# ---
# title: Derivatives as functions; a walk as a fold; softplus keeps s positive; Adam written out
# ---

# %% grade_id="slope"
def slope(f, x):
    """torch.func.grad turns a function into its derivative."""
    return torch.func.grad(f)(torch.tensor(float(x))).item()


def slope_of_bump(x):
    """Along a logarithm: the slope of exp(u) is exp(u) times that of u."""
    log_height = -((x - 2.0) * (x - 2.0)) / 2.0
    return math.copysign(math.exp(log_height + math.log(abs(x - 2.0))), 2.0 - x) if x != 2.0 else 0.0


# %% grade_id="descend"
from itertools import accumulate, repeat


def descend(f, x0, lr, steps):
    """The path is what accumulates when one goes on from the place before."""
    down = torch.func.grad(f)

    def go(x, _):
        return x - lr * down(torch.tensor(x, dtype=torch.float64)).item()

    return list(accumulate(repeat(None, steps), go, initial=x0))


# %% grade_id="largest_lr"
def largest_lr(c):
    """Twice the step that arrives at once."""
    if c > 0:
        arrives = 1 / c
        return arrives + arrives
    raise ValueError(f"curvature {c}: there is no valley")


# %% grade_id="kl"
def kl_tables(q, p):
    """Number by number, in plain Python."""
    total = 0.0
    for a, b in zip(q.flatten().tolist(), p.flatten().tolist(), strict=True):
        if a > 0:
            if b == 0:
                return math.inf
            total += a * math.log(a / b)
    return total


def kl_normals(m_q, s_q, m_p, s_p):
    """In units of the second normal."""
    ratio, distance = s_q / s_p, (m_q - m_p) / s_p
    return (ratio**2 + distance**2 - 1) / 2 - math.log(ratio)


# %% grade_id="elbo"
def elbo_exact(m, s, data):
    """All rows of the table have one form: the average of a log normal density under q."""

    def average(middle, sd):
        return log_normal(m, middle, sd) - s**2 / (2 * sd**2)

    own = average(m, s)
    return average(CENTRE, SPREAD) + sum(average(y, NOISE) for y in data) - own


def elbo_draws(m, s, data, noise):
    """Draw by draw, with the densities written in the noise."""
    heights = []
    for e in noise:
        mu = m + s * e
        guide = -(e**2) / 2 - torch.log(s) - math.log(math.sqrt(2 * math.pi))
        heights.append(log_normal(mu, CENTRE, SPREAD) + torch.stack([log_normal(y, mu, NOISE) for y in data]).sum() - guide)
    return sum(heights) / len(heights)


# %% grade_id="fit"
def fit(objective, m=0.0, s=1.0):
    """Adam by hand, with steps that become smaller, in m and the inverse of softplus of s."""
    positive = torch.nn.functional.softplus
    place = torch.tensor([m, math.log(math.expm1(s))])
    mean, square, heights = torch.zeros(2), torch.zeros(2), []
    for step in range(1, 1001):
        leaf = place.clone().requires_grad_()
        height = objective(leaf[0], positive(leaf[1]))
        heights.append(height.item())
        (up,) = torch.autograd.grad(height, leaf)
        mean, square = 0.9 * mean + 0.1 * up, 0.99 * square + 0.01 * up**2
        direction = mean / (1 - 0.9**step) / ((square / (1 - 0.99**step)).sqrt() + 1e-8)
        place = place + 0.1 * 0.9965**step * direction
    return place[0].item(), positive(place[1]).item(), heights
