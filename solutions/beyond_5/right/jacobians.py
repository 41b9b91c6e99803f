# ---
# title: Jacobians of a function of the params; closed sums for the decaying average
# ---

# %% grade_id="exact_gradient"
def exact_gradient(log_joint, logit):
    def elbo(knob):
        q = torch.stack([torch.sigmoid(-knob), torch.sigmoid(knob)])
        return q @ (log_joint(torch.tensor([0, 1])) - q.log())

    return torch.autograd.functional.jacobian(elbo, logit)


# %% grade_id="score_gradient"
def score_gradient(log_joint, family, params, n):
    q = family(params)
    z = q.sample((n,))
    scores = torch.autograd.functional.jacobian(lambda knob: family(knob).log_prob(z), params)
    return torch.einsum("n,np->np", log_joint(z) - q.log_prob(z), scores)


# %% grade_id="spread"
def spread(estimator, n):
    if n <= 1:
        raise ValueError(n)
    variance, mean = torch.var_mean(estimator(n), 0)
    return mean, variance**0.5, (variance / n) ** 0.5


# %% grade_id="path_gradient"
def path_gradient(log_joint, family, params, n):
    def heights(knob):
        q = family(knob)
        z = q.rsample((n,))
        return log_joint(z) - q.log_prob(z)

    return torch.autograd.functional.jacobian(heights, params)


def landing_gradient(log_joint, family, params, n):
    still = family(params)

    def heights(knob):
        z = family(knob).rsample((n,))
        return log_joint(z) - still.log_prob(z)

    return torch.autograd.functional.jacobian(heights, params)


# %% grade_id="score_gradient_baseline"
def score_gradient_baseline(log_joint, family, params, n):
    if n < 2:
        raise ValueError
    q = family(params)
    z = q.sample((n,))
    scores = torch.autograd.functional.jacobian(lambda knob: family(knob).log_prob(z), params)
    heights = log_joint(z) - q.log_prob(z)
    # height less the mean of the others is n / (n - 1) times height less the mean of all
    return n / (n - 1) * (heights - heights.mean()).unsqueeze(-1) * scores


# %% grade_id="decaying_baseline"
def decaying_baseline(heights, beta):
    return [
        float(sum((1 - beta) * beta ** (step - 1 - k) * heights[k] for k in range(step)))
        for step in range(len(heights))
    ]


# %% grade_id="switch_guide"
def switch_guide(*args):
    baseline = {"use_decaying_avg_baseline": True, "baseline_beta": 0.88}
    logit = pyro.param("logit", torch.tensor(0.0), constraint=dist.constraints.real)
    pyro.sample("old", dist.Bernoulli(logits=logit), infer={"baseline": baseline})
