# ---
# title: Handlers in other orders, an iterator of runs, a training with LBFGS on frozen noise
# ---

# %% grade_id="scale"
def scale(guess):
    """The chain of the two in one expression."""
    return pyro.sample("measurement", dist.Normal(pyro.sample("weight", dist.Normal(guess, SPREAD)), NOISE))


# %% grade_id="ways"
class Held:
    """A program with what was seen in it."""

    def __init__(self, measurement):
        self.seen = {"measurement": measurement}

    def __call__(self, guess):
        return poutine.condition(scale, data=self.seen)(guess)


def held(measurement):
    return Held(measurement)


def observed(guess, measurement):
    return pyro.sample(
        "measurement", dist.Normal(pyro.sample("weight", dist.Normal(guess, SPREAD)), NOISE), obs=measurement
    )


def deferred(guess, measurement):
    return Held(measurement)(guess)


# %% grade_id="exact"
def posterior(guess, measurement):
    """Vertex and curvature of the parabola, by autograd."""
    weight = guess.detach().double().requires_grad_()
    joint = dist.Normal(guess.double(), SPREAD).log_prob(weight)
    joint = joint + dist.Normal(weight, NOISE).log_prob(measurement.double())
    (slope,) = torch.autograd.grad(joint, weight, create_graph=True)
    (curve,) = torch.autograd.grad(slope, weight)
    return (weight - slope / curve).item(), (-curve).rsqrt().item()


def log_evidence(guess, measurement):
    """The difference of guess and measurement is normal around zero."""
    return dist.Normal(0.0, torch.tensor(SPREAD).hypot(torch.tensor(NOISE))).log_prob(measurement - guess).tolist()


# %% grade_id="perfect_guide"
def perfect_guide(guess, measurement):
    pyro.sample("weight", dist.Normal(*posterior(guess, measurement)))


# %% grade_id="weights"
def log_weights(model, guide, n, *args):
    """All runs of the guide first, then one of the model for each."""
    proposed = [poutine.trace(guide).get_trace(*args) for _ in range(n)]
    runs = [poutine.trace(poutine.replay(model, mine)).get_trace(*args) for mine in proposed]
    return torch.stack([run.log_prob_sum() - mine.log_prob_sum() for run, mine in zip(runs, proposed, strict=True)])


def log_mean(log_weights):
    """logaddexp, one after the other."""
    total = log_weights[0].double()
    for log_weight in log_weights[1:]:
        total = torch.logaddexp(total, log_weight.double())
    return float(total - torch.tensor(len(log_weights), dtype=torch.float64).log())


# %% grade_id="learning"
def guide(guess, measurement):
    a = pyro.param("a", torch.tensor(guess.item()))
    b = pyro.param("b", torch.tensor(0.25), constraint=constraints.interval(0.0, 100.0))
    pyro.sample("weight", dist.Normal(a, b))


def train(model, guide, guess, measurement):
    """The noise of 400 draws is frozen, so the loss is an ordinary function, and LBFGS finds its bottom."""
    pyro.clear_param_store()
    guide(guess, measurement)
    knobs = [value.unconstrained() for value in pyro.get_param_store().values()]
    optimiser = torch.optim.LBFGS(knobs, lr=0.5, max_iter=60, line_search_fn="strong_wolfe")
    elbo = Trace_ELBO(num_particles=4000, vectorize_particles=True, max_plate_nesting=0)

    def closure():
        optimiser.zero_grad()
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(3)
            loss = elbo.differentiable_loss(model, guide, guess, measurement)
        loss.backward()
        return loss

    optimiser.step(closure)
    return {name: value.item() for name, value in pyro.get_param_store().items()}
