# ---
# title: Terms by quadrature; the library's mean-field loss; Newton's steps to the point
# ---

# %% grade_id="guide"
def guide(*args):
    interval = constraints.interval(1e-3, 1e4)
    alpha_q = pyro.param("alpha_q", torch.tensor(2.0), constraint=interval)
    beta_q = pyro.param("beta_q", torch.tensor(2.0), constraint=interval)
    f = pyro.sample("f", dist.Beta(alpha_q, beta_q))
    return {"f": f}


# %% grade_id="elbo"
def elbo(alpha_q, beta_q, data):
    heads, tails = data.sum(), (1.0 - data).sum()
    extra_heads, extra_tails = PRIOR_HEADS + heads - alpha_q, PRIOR_TAILS + tails - beta_q
    mean_log_f = alpha_q.digamma() - (alpha_q + beta_q).digamma()
    mean_log_not_f = beta_q.digamma() - (alpha_q + beta_q).digamma()
    norm_q = alpha_q.lgamma() + beta_q.lgamma() - (alpha_q + beta_q).lgamma()
    norm_prior = sum(math.lgamma(x) for x in (PRIOR_HEADS, PRIOR_TAILS)) - math.lgamma(PRIOR_HEADS + PRIOR_TAILS)
    return extra_heads * mean_log_f + extra_tails * mean_log_not_f + norm_q - norm_prior


# %% grade_id="train"
from pyro.infer import TraceMeanField_ELBO


def train(model, guide, data, steps=220):
    pyro.clear_param_store()
    schedule = pyro.optim.ExponentialLR({"optimizer": torch.optim.Adam, "optim_args": {"lr": 0.3}, "gamma": 0.98})
    svi = SVI(model, guide, schedule, TraceMeanField_ELBO(num_particles=100, vectorize_particles=True))
    losses = []
    while len(losses) < steps:
        losses += [svi.step(data)]
        schedule.step()
    return losses


# %% grade_id="summary"
def summary():
    store = pyro.get_param_store()
    a, b = store["alpha_q"].detach().double(), store["beta_q"].detach().double()
    upper = torch.linspace(0.5, 1.0, 4001).double()
    density = torch.exp(dist.Beta(a, b).log_prob(upper))
    mean = a / (a + b)
    return mean.item(), (mean * (1 - mean) / (a + b + 1)).sqrt().item(), torch.trapezoid(density, upper).item()


# %% grade_id="point"
from pyro.infer.autoguide.initialization import init_to_value


def point(program, data):
    pyro.clear_param_store()
    begin = {"f": torch.tensor(0.5)}
    guide = AutoDelta(program, init_loc_fn=init_to_value(values=begin))
    svi = SVI(program, guide, pyro.optim.SGD({"lr": 0.03}), Trace_ELBO())
    for _ in range(600):
        svi.step(data)
    return float(guide(data)["f"])
