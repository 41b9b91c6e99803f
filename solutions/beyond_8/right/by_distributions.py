# ---
# title: By the distributions of the library
# ---

# %% grade_id="globe"
def grid(k, n, size):
    places = torch.linspace(0, 1, size).double()
    inside = dist.Beta(k + 1.0, n - k + 1.0)
    joint = torch.full((size,), -math.inf).double()
    joint[1:-1] = inside.log_prob(places[1:-1])
    level = inside.log_prob(torch.tensor(0.5)) + n * math.log(2.0)  # the constant
    if k == 0:
        joint[0] = level
    if k == n:
        joint[-1] = level
    return (joint - joint.logsumexp(0)).exp()


def quadratic(k, n):
    if min(k, n - k) == 0:
        raise ValueError("there is an edge where the top should be")
    top = torch.tensor(k / n, dtype=torch.float64, requires_grad=True)
    height = k * top.log() + (n - k) * (1 - top).log()
    (slope,) = torch.autograd.grad(height, top, create_graph=True)
    (bend,) = torch.autograd.grad(slope, top)
    return top.item(), (-1 / bend).sqrt().item()

# %% grade_id="line"
def learn(belief, x, y, noise):
    mean, covariance = belief
    design = torch.stack([x**0, x], 1)
    if not len(x):
        return mean, covariance
    together = design @ covariance @ design.T + noise**2 * torch.eye(len(x), dtype=torch.float64)
    gain = torch.linalg.solve(together, design @ covariance).T
    return mean + gain @ (y - design @ mean), covariance - gain @ design @ covariance


def recentre(belief, shift):
    mean, covariance = belief
    move = torch.eye(2, dtype=mean.dtype)
    move[0, 1] = shift
    return torch.mv(move, mean), torch.linalg.multi_dot([move, covariance, move.T])


def predict(belief, x, noise):
    mean, covariance = belief
    rows = torch.vander(x, 2, increasing=True)
    line = torch.einsum("mi,ij,mj->m", rows, covariance, rows).sqrt()
    return rows @ mean, line, torch.hypot(line, torch.full_like(line, noise))

# %% grade_id="groups"
def by_group(x, group, n_groups, y=None):
    with pyro.plate("species", n_groups, dim=-1):
        b = pyro.sample("b", dist.Normal(0.0, 1.0))
        a = pyro.sample("a", dist.Normal(3.0, 1.0))
    member = torch.nn.functional.one_hot(group, n_groups).to(a.dtype)
    with pyro.plate("flowers", len(x), dim=-1):
        pyro.sample("y", dist.Normal(member @ a + (member @ b) * x, WIDTH_NOISE), obs=y)


def slopes(x, y, group, n_groups):
    masks = [torch.ones_like(group, dtype=torch.bool), *(group == g for g in range(n_groups))]
    whole, *within = [float(learn(FLOWER, x[m], y[m], WIDTH_NOISE)[0][1]) for m in masks]
    return whole, within

# %% grade_id="waic"
def waic(table):
    draws = len(table)
    if draws < 2:
        raise ValueError(f"two draws or more, and not {draws}")
    top = table.max(0).values
    lppd = (table - top).exp().mean(0).log() + top
    penalty = ((table - table.mean(0)) ** 2).sum(0) / (draws - 1)
    each = 2 * penalty - 2 * lppd
    names = "lppd", "penalty", "waic"
    answer = dict(zip(names, (float(part.sum()) for part in (lppd, penalty, each)), strict=True))
    answer["pointwise"] = each
    return answer
