# ---
# title: The formulas of the text, written out; distributions in the place of handlers
# ---

# %% grade_id="log_joint"
def log_joint(mu, data):
    """Prior plus likelihood, term by term."""
    mu = float(mu)
    total = dist.Normal(0.0, 1.0).log_prob(torch.tensor(mu))
    for morning in data:
        total = total + dist.Normal(mu, NOISE).log_prob(morning)
    return float(total)


# %% grade_id="draw_given"
def draw_given(mu, n):
    """With mu held, a morning is normal around it."""
    return float(mu) + NOISE * torch.randn(n)


# %% grade_id="cause_seen"
def _chances(program, cause):
    """The probability of the cause, and that of the effect given it, read off the sites of a trace."""
    with poutine.trace() as recorder, poutine.condition(data={"cause": torch.tensor(cause)}):
        program()
    nodes = recorder.trace.nodes
    return nodes["cause"]["fn"].probs, nodes["effect"]["fn"].probs


def cause_seen(program):
    """Bayes' rule for two cases."""
    rain, wet = _chances(program, 1.0)
    _, wet_without = _chances(program, 0.0)
    return (rain * wet / (rain * wet + (1 - rain) * wet_without)).item()


# %% grade_id="cause_set"
def cause_set(program):
    """Nobody has looked, so it is the probability from before."""
    return float(_chances(program, 0.0)[0])
