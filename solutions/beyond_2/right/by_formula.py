# ---
# title: Formulas and handlers as contexts, double precision, plain torch for the training
# ---

# %% grade_id="scale"
def scale(guess):
    """Standard normal noise is no site, so the distributions say it."""
    weight = pyro.sample("weight", dist.Normal(loc=guess, scale=SPREAD))
    measurement = pyro.sample("measurement", dist.Normal(loc=weight, scale=NOISE))
    return measurement


# %% grade_id="ways"
def held(measurement):
    """The handler stands around the call."""

    def program(guess):
        with poutine.condition(data={"measurement": measurement}):
            return scale(guess)

    return program


def observed(guess, measurement):
    """The observed value is what the statement gives back."""
    weight = pyro.sample("weight", dist.Normal(guess, SPREAD))
    pyro.sample("measurement", dist.Normal(weight, NOISE), obs=measurement)
    return measurement


def deferred(guess, measurement):
    """Without the help of held."""
    with poutine.condition(data={"measurement": measurement}):
        return scale(guess)


# %% grade_id="exact"
def posterior(guess, measurement):
    """The guess, moved by a share of the surprise."""
    share = SPREAD**2 / (SPREAD**2 + NOISE**2)
    mean = float(guess) + share * (float(measurement) - float(guess))
    return mean, (share * NOISE**2) ** 0.5


def log_evidence(guess, measurement):
    """log joint minus log posterior, at any weight: here at the guess."""
    mean, sd = posterior(guess, measurement)
    at = guess.double()
    joint = dist.Normal(guess.double(), SPREAD).log_prob(at) + dist.Normal(at, NOISE).log_prob(measurement.double())
    return float(joint - dist.Normal(mean, sd).log_prob(at))


# %% grade_id="perfect_guide"
def perfect_guide(guess, measurement):
    """The two numbers once more, and what was drawn is returned."""
    variance = 1.0 / (SPREAD**-2 + NOISE**-2)
    mean = variance * (guess / SPREAD**2 + measurement / NOISE**2)
    return pyro.sample("weight", dist.Normal(mean, variance**0.5))


# %% grade_id="weights"
def log_weights(model, guide, n, *args):
    """Each latent of the guide is held in the model."""

    def one():
        with poutine.trace() as proposed:
            guide(*args)
        nodes = proposed.trace.nodes
        values = {name: nodes[name]["value"] for name in proposed.trace.stochastic_nodes}
        with poutine.trace() as run, poutine.condition(data=values):
            model(*args)
        return run.trace.log_prob_sum() - proposed.trace.log_prob_sum()

    return torch.tensor([float(one()) for _ in range(n)])


def log_mean(log_weights):
    """The largest one is taken off first."""
    largest = log_weights.max()
    return float(largest + (log_weights - largest).exp().mean().log())


# %% grade_id="learning"
def guide(guess, measurement):
    """Start values by functions."""
    a = pyro.param("a", lambda: guess.detach().clone())
    b = pyro.param("b", lambda: torch.tensor(0.25), constraint=constraints.softplus_positive)
    return pyro.sample("weight", dist.Normal(a, b))


def train(model, guide, guess, measurement):
    """An optimiser of torch, and a loss that can be differentiated."""
    pyro.clear_param_store()
    guide(guess, measurement)
    knobs = [value.unconstrained() for value in pyro.get_param_store().values()]
    optimiser = torch.optim.Adam(knobs, lr=0.2)
    slower = torch.optim.lr_scheduler.ExponentialLR(optimiser, gamma=0.965)
    elbo = Trace_ELBO(num_particles=300, vectorize_particles=True, max_plate_nesting=0)
    for _ in range(120):
        optimiser.zero_grad()
        elbo.differentiable_loss(model, guide, guess, measurement).backward()
        torch.nn.utils.clip_grad_value_(knobs, 10.0)
        optimiser.step()
        slower.step()
    return {name: float(value.detach()) for name, value in pyro.get_param_store().items()}
