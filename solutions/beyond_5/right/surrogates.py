# ---
# title: A surrogate whose gradient is the estimate; backward into the rows
# ---

# %% grade_id="exact_gradient"
def exact_gradient(log_joint, logit):
    knob = logit.detach().requires_grad_()
    on = torch.sigmoid(knob)
    elbo = on * log_joint(torch.ones(())) + (1 - on) * log_joint(torch.zeros(()))
    elbo = elbo + dist.Bernoulli(on).entropy()
    elbo.backward()
    return knob.grad


# %% grade_id="score_gradient"
def _surrogate(log_joint, family, params, n, lower):
    rows = params.detach().repeat(n, 1).requires_grad_()
    q = family(rows)
    with torch.no_grad():
        z = q.sample()
        heights = lower(log_joint(z) - q.log_prob(z))
    (heights * q.log_prob(z)).sum().backward()
    return rows.grad


def score_gradient(log_joint, family, params, n):
    return _surrogate(log_joint, family, params, n, lambda heights: heights)


# %% grade_id="spread"
def spread(estimator, n):
    if n < 2:
        raise ValueError(f"n is {n}")
    drawn = torch.as_tensor(estimator(n))
    center = drawn.mean(dim=0)
    sd = ((drawn - center).square().sum(dim=0) / (n - 1)).sqrt()
    return [center, sd, sd / torch.tensor(float(n)).sqrt()]


# %% grade_id="path_gradient"
def path_gradient(log_joint, family, params, n):
    rows = params.detach().repeat(n, 1).requires_grad_()
    q = family(rows)
    z = q.rsample()
    (log_joint(z) - q.log_prob(z)).sum().backward()
    return rows.grad


def landing_gradient(log_joint, family, params, n):
    rows = params.detach().repeat(n, 1).requires_grad_()
    z = family(rows).rsample()
    still = family(params.detach().repeat(n, 1))
    (log_joint(z) - still.log_prob(z)).sum().backward()
    return rows.grad


# %% grade_id="score_gradient_baseline"
def score_gradient_baseline(log_joint, family, params, n):
    if n < 2:
        raise ValueError("n has to be 2 at least")
    others = (torch.ones(n, n) - torch.eye(n)) / (n - 1)
    return _surrogate(log_joint, family, params, n, lambda heights: heights - others @ heights)


# %% grade_id="decaying_baseline"
def decaying_baseline(heights, beta):
    levels = [0.0]
    for height in heights:
        levels += [beta * levels[-1] + (1 - beta) * height]
    return levels[:-1]


# %% grade_id="switch_guide"
def switch_guide(data):
    logit = pyro.param("logit", torch.tensor(0.0))
    q = dist.Bernoulli(logits=logit)
    with poutine_infer():
        pyro.sample("old", q)


def poutine_infer():
    baseline = {"baseline": {"use_decaying_avg_baseline": True, "baseline_beta": 0.9}}
    return pyro.poutine.infer_config(config_fn=lambda site: baseline if site["name"] == "old" else {})
