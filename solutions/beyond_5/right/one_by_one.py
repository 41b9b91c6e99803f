# ---
# title: A loop over the draws, with the params themselves and backward
# ---

# %% grade_id="exact_gradient"
def exact_gradient(log_joint, logit):
    p = torch.sigmoid(logit)
    off, on = (log_joint(torch.tensor(value)) for value in (0.0, 1.0))
    return p * (1 - p) * (on - off - logit)


# %% grade_id="score_gradient"
def _scored(family, params, z):
    knob = params.detach().clone().requires_grad_()
    log_q = family(knob).log_prob(z)
    log_q.backward()
    return log_q.detach(), knob.grad


def score_gradient(log_joint, family, params, n):
    rows = []
    for _ in range(n):
        z = family(params).sample()
        log_q, score = _scored(family, params, z)
        rows.append((log_joint(z) - log_q) * score)
    return torch.stack(rows)


# %% grade_id="spread"
def spread(estimator, n):
    if n < 2:
        raise ValueError("There are too few estimates.")
    rows = estimator(n)
    mean = sum(rows) / n
    variance = sum((row - mean) ** 2 for row in rows) / (n - 1)
    return mean, torch.sqrt(variance), torch.sqrt(variance / n)


# %% grade_id="path_gradient"
def _moving(log_joint, family, params, n, hold):
    rows = []
    for _ in range(n):
        knob = params.detach().clone().requires_grad_()
        z = family(knob).rsample()
        height = log_joint(z) - family(knob.detach() if hold else knob).log_prob(z)
        height.backward()
        rows.append(knob.grad)
    return torch.stack(rows)


def path_gradient(log_joint, family, params, n):
    return _moving(log_joint, family, params, n, hold=False)


def landing_gradient(log_joint, family, params, n):
    return _moving(log_joint, family, params, n, hold=True)


# %% grade_id="score_gradient_baseline"
def score_gradient_baseline(log_joint, family, params, n):
    if n == 1:
        raise ValueError("A single draw has no others.")
    heights, scores = [], []
    for _ in range(n):
        z = family(params).sample()
        log_q, score = _scored(family, params, z)
        heights.append((log_joint(z) - log_q).item())
        scores.append(score)
    whole = sum(heights)
    levels = [(whole - height) / (n - 1) for height in heights]
    return torch.stack(
        [(height - level) * score for height, level, score in zip(heights, levels, scores, strict=True)]
    )


# %% grade_id="decaying_baseline"
def decaying_baseline(heights, beta):
    found = [0.0 for _ in heights]
    for step in range(1, len(heights)):
        found[step] = found[step - 1] + (1 - beta) * (heights[step - 1] - found[step - 1])
    return found


# %% grade_id="switch_guide"
def switch_guide(data):
    knob = pyro.param("logit", lambda: torch.zeros(()))
    told = {"baseline": {"use_decaying_avg_baseline": True}}
    return pyro.sample("old", dist.Bernoulli(torch.sigmoid(knob)), infer=told)
