# ---
# title: Torch's own transforms and reductions, fewer particles and more steps
# ---

# %% grade_id="scale"
def scale(guess):
    """Tensors all the way."""
    weight = pyro.sample("weight", dist.Normal(guess, torch.tensor(SPREAD)))
    return pyro.sample("measurement", dist.Normal(weight, torch.tensor(NOISE)))


# %% grade_id="ways"
def observed(guess, measurement):
    """obs= in the statement."""
    weight = pyro.sample("weight", dist.Normal(guess, SPREAD))
    return pyro.sample("measurement", dist.Normal(weight, NOISE), obs=measurement)


def deferred(guess, measurement):
    """A condition that is made and run at once."""
    return poutine.condition(scale, {"measurement": measurement})(guess)


def held(measurement):
    """observed with its second argument filled in."""
    return lambda guess: observed(guess, measurement)


# %% grade_id="exact"
def posterior(guess, measurement):
    """The mean as a weighted average of a stack of two."""
    precisions = torch.tensor([SPREAD, NOISE], dtype=torch.float64) ** -2
    values = torch.stack([guess, measurement]).double()
    return ((precisions * values).sum() / precisions.sum()).item(), precisions.sum().rsqrt().item()


def log_evidence(guess, measurement):
    """The formula of the normal density."""
    variance = SPREAD**2 + NOISE**2
    square = (measurement - guess).double().square() / variance
    return (-0.5 * (square + torch.log(torch.tensor(2.0 * torch.pi * variance)))).item()


# %% grade_id="perfect_guide"
def perfect_guide(guess, measurement):
    """A standard normal, moved and stretched: the log density is the same."""
    mean, sd = posterior(guess, measurement)
    stretch = dist.transforms.AffineTransform(mean, sd)
    return pyro.sample("weight", dist.TransformedDistribution(dist.Normal(0.0, 1.0), [stretch]))


# %% grade_id="weights"
def log_weights(model, guide, n, *args):
    """Sums over the sites by hand, without gradients."""

    def total(trace):
        trace.compute_log_prob()
        return sum(node["log_prob_sum"] for node in trace.nodes.values() if node["type"] == "sample")

    found = torch.empty(n)
    with torch.no_grad():
        for i in range(n):
            proposed = poutine.trace(guide).get_trace(*args)
            run = poutine.trace(poutine.replay(model, trace=proposed)).get_trace(*args)
            found[i] = total(run) - total(proposed)
    return found


def log_mean(log_weights):
    """By a shift and a softmax-like sum, in double precision."""
    logs = log_weights.double()
    return torch.logsumexp(logs - torch.log(torch.tensor(float(logs.numel()))), dim=0).item()


# %% grade_id="learning"
def guide(guess, measurement):
    """The distance from the guess would do too, but the text wants a."""
    a = pyro.param("a", guess + 0.0)
    b = pyro.param("b", torch.full((), 0.25), constraint=constraints.positive)
    pyro.sample("weight", dist.Normal(a, b))


def train(model, guide, guess, measurement):
    """Fewer particles, smaller and more steps, and a shorter memory."""
    pyro.clear_param_store()
    loss = Trace_ELBO(num_particles=60, vectorize_particles=True, max_plate_nesting=0)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.15, "lrd": 0.972, "betas": (0.9, 0.99)}), loss)
    for _ in range(160):
        svi.step(guess, measurement)
    store = pyro.get_param_store()
    return {name: store[name].detach().tolist() for name in store}
