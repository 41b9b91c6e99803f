# ---
# title: Loops and lists; a restaurant with one uniform draw for each guest; torch's own optimiser
# ---

# %% grade_id="weights"
def weights(betas):
    left = torch.ones(betas.shape[:-1])
    pieces = []
    for k in range(betas.shape[-1]):
        pieces.append(left * betas[..., k])
        left = left * (1 - betas[..., k])
    return torch.stack([*pieces, left], dim=-1)


# %% grade_id="truncation"
def expected_weight(alpha, k):
    mean = 1 / (1 + alpha)
    for _ in range(1, k):
        mean *= alpha / (1 + alpha)
    return mean


def truncation(alpha, eps):
    left = 1.0
    for k in range(1, 1_000_000):
        left *= alpha / (1 + alpha)
        if left <= eps:
            return k
    raise ValueError("The remainder does not get small enough.")


# %% grade_id="seat"
def expected_tables(n, alpha):
    mean = 0.0
    for before in range(n):
        mean += alpha / (before + alpha)
    return mean


def seat(n, alpha, seed):
    chance = torch.rand(n, generator=torch.Generator().manual_seed(seed)).tolist()
    tables = []
    for i, u in enumerate(chance):
        # one stands behind a guest who is there already, or behind nobody
        behind = u * (i + alpha)
        opened = max(tables, default=-1) + 1
        tables.append(tables[int(behind)] if behind < i else opened)
    return tables


# %% grade_id="model"
def model(data, alpha, T):
    sticks, groups = pyro.plate("sticks", T - 1), pyro.plate("groups", T)
    with groups:
        scales = pyro.sample("scales", dist.LogNormal(-1.0, 0.7))
        locs = pyro.sample("locs", dist.Normal(4.0, 2.0))
    with sticks:
        betas = pyro.sample("betas", dist.Beta(torch.ones(()), alpha))
    logits = weights(betas).log()
    with pyro.plate("data", data.shape[0]):
        z = pyro.sample("z", dist.Categorical(logits=logits), infer={"enumerate": "parallel"})
        return pyro.sample("y", dist.Normal(locs[z], scales[z]), obs=data)


# %% grade_id="fit"
def fit(model, data, alpha, T, start, steps=160):
    pyro.get_param_store().clear()
    guide = AutoNormal(poutine.block(model, hide=["z"]), init_loc_fn=init_to_value(values=start), init_scale=0.05)
    elbo = TraceEnum_ELBO(max_plate_nesting=1)
    guide(data, alpha, T)
    optimiser = torch.optim.Adam(guide.parameters(), lr=0.08)
    slower = torch.optim.lr_scheduler.ExponentialLR(optimiser, gamma=0.985)
    losses = []
    for _ in range(steps):
        optimiser.zero_grad()
        loss = elbo.differentiable_loss(model, guide, data, alpha, T)
        loss.backward()
        optimiser.step()
        slower.step()
        losses.append(loss.item())
    with torch.no_grad():
        return guide.median(data, alpha, T), losses


# %% grade_id="how_many"
def how_many(pieces, share):
    return len([piece for piece in pieces.tolist() if piece >= share])


def together(x, pieces, locs, scales):
    n = len(x)
    pairs = torch.eye(n)
    each = torch.log(pieces) - torch.log(scales) - 0.5 * ((x[:, None] - locs) / scales) ** 2
    r = torch.exp(each - each.logsumexp(1, keepdim=True))
    for i in range(n):
        for j in range(n):
            if i != j:
                pairs[i, j] = (r[i] * r[j]).sum()
    return pairs
