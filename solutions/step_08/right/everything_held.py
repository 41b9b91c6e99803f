# ---
# title: One helper that holds values and adds up log_prob; do for the draws, a sum of exponentials
# ---

# %% grade_id="log_joint"
def _scored(program, values, *args):
    values = {name: torch.as_tensor(value, dtype=torch.float32) for name, value in values.items()}
    trace = poutine.trace(poutine.condition(program, data=values)).get_trace(*args)
    trace.compute_log_prob()
    return trace


def log_joint(mu, data):
    """Both sites are held from outside; the plate is as long as the data."""
    trace = _scored(lambda: model(n_obs=len(data)), {"mu": mu, "y": data})
    return float(sum(trace.nodes[name]["log_prob"].sum() for name in ("mu", "y")))


# %% grade_id="draw_given"
def draw_given(mu, n):
    """Below a site it does not matter whether it was seen or set."""
    line = poutine.do(model, data={"mu": torch.as_tensor(mu)})
    return poutine.trace(line).get_trace(n_obs=n).nodes["y"]["value"]


# %% grade_id="cause_seen"
def cause_seen(program):
    """The share of one story in both."""
    without, with_it = (
        float(_scored(program, {"cause": cause, "effect": 1.0}).log_prob_sum().exp()) for cause in (0.0, 1.0)
    )
    return with_it / (without + with_it)


# %% grade_id="cause_set"
def cause_set(program):
    """The term of the cause alone; what becomes of the effect does not matter."""
    return float(_scored(program, {"cause": 1.0}).nodes["cause"]["log_prob"].exp())
