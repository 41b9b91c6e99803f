# ---
# title: Sticks in logs; logarithms for the truncation; the model's choices enumerated by a decorator
# ---

# %% grade_id="weights"
def weights(betas):
    before = torch.nn.functional.pad(torch.log1p(-betas).cumsum(-1), (1, 0))
    return torch.exp(torch.nn.functional.pad(torch.log(betas), (0, 1)) + before)


# %% grade_id="truncation"
def expected_weight(alpha, k):
    keeps = alpha / (1 + alpha)
    return keeps ** (k - 1) - keeps**k


def truncation(alpha, eps):
    keeps = alpha / (1.0 + alpha)
    return next(k for k in range(1, 100_000) if keeps**k <= eps * (1 + 1e-12))


# %% grade_id="seat"
def expected_tables(n, alpha):
    return (alpha / (alpha + torch.arange(n, dtype=torch.float64))).sum().item()


def seat(n, alpha, seed):
    import random

    chance = random.Random(seed)
    guests, tables = [], []
    for _ in range(n):
        [table] = chance.choices(range(len(guests) + 1), weights=[*guests, alpha])
        guests[table:] = [guests[table] + 1, *guests[table + 1 :]] if table < len(guests) else [1]
        tables.append(table)
    return tables


# %% grade_id="model"
@pyro.infer.config_enumerate
def model(data, alpha, T):
    betas = _shares(alpha, T)
    with pyro.plate("groups", T):
        locs, scales = pyro.sample("locs", dist.Normal(4, 2)), pyro.sample("scales", dist.LogNormal(-1, 0.7))
    with pyro.plate("data", len(data)):
        z = pyro.sample("z", dist.Categorical(probs=weights(betas)))
        pyro.sample("y", dist.Normal(locs[z], scales[z]), obs=data)


def _shares(alpha, T):
    with pyro.plate("sticks", T - 1):
        return pyro.sample("betas", dist.Beta(1.0, alpha))


# %% grade_id="how_many"
def how_many(pieces, share):
    return torch.count_nonzero(pieces >= share).item()


def together(x, pieces, locs, scales):
    mixture = pieces.log() + dist.Normal(locs, scales).log_prob(x.unsqueeze(-1))
    r = torch.log_softmax(mixture, -1)
    pairs = (r[:, None] + r[None]).logsumexp(-1).exp()
    return torch.where(torch.eye(len(x), dtype=torch.bool), torch.ones(()), pairs)
