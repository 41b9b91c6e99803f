# ---
# title: backward and .grad on fresh leaves; distributions in the place of handlers
# ---

# %% grade_id="grad_log_joint"
def grad_log_joint(mu, data):
    """A clone of mu is the leaf, so that nothing is left in mu itself."""
    leaf = torch.as_tensor(mu).detach().clone().requires_grad_()
    height = dist.Normal(0.0, 1.0).log_prob(leaf) + dist.Normal(leaf, NOISE).log_prob(data).sum()
    height.backward()
    return leaf.grad.item()


# %% grade_id="central_difference"
def central_difference(f, x, h=1e-4):
    """Everything is a tensor of double precision until the end."""
    x, h = torch.tensor([x, h], dtype=torch.float64)
    with torch.no_grad():
        return float((f(x + h) - f(x - h)) / (h + h))


# %% grade_id="drawn_gradients"
def drawn_gradients(mu, n):
    """The draw is written out as mu plus noise, as Pyro makes it."""
    y = poutine.trace(poutine.do(model, data={"mu": torch.tensor(float(mu))})).get_trace(n_obs=n).nodes["y"]["value"]
    noise = (y - mu) / NOISE
    slopes = []
    for mornings_of in (lambda leaf: leaf + NOISE * noise, lambda leaf: y):
        leaf = torch.tensor(float(mu), requires_grad=True)
        terms = dist.Normal(leaf, NOISE).log_prob(mornings_of(leaf))
        (dist.Normal(0.0, 1.0).log_prob(leaf) + terms.sum()).backward()
        slopes.append(leaf.grad.item())
    return y, *slopes
