# ---
# title: Handlers as contexts, single mornings drawn one by one, and Pyro's enumeration for the causes
# ---

# %% grade_id="log_joint"
def log_joint(mu, data):
    """The handlers stand around the call."""
    if not isinstance(mu, torch.Tensor):
        mu = torch.tensor(mu)
    with poutine.trace() as recorder, poutine.condition(data={"mu": mu}):
        model(data)
    return recorder.trace.log_prob_sum().tolist()


# %% grade_id="draw_given"
def draw_given(mu, n):
    """n runs with one morning each."""
    with poutine.condition(data={"mu": torch.tensor(float(mu))}):
        return torch.cat([model(n_obs=1) for _ in range(n)])


# %% grade_id="cause_seen"
def _enumerated(program, handler):
    """The log prob of the cause, and that of the effect being 1, for both causes at once: each of shape [2]."""
    causes = pyro.infer.config_enumerate(handler(program, data={"effect": torch.tensor(1.0)}))
    trace = poutine.trace(poutine.enum(causes, first_available_dim=-1)).get_trace()
    trace.compute_log_prob()
    return trace.nodes["cause"]["log_prob"].flatten(), trace.nodes["effect"]["log_prob"].flatten()


def cause_seen(program):
    """Both causes in one run."""
    cause, effect = _enumerated(program, poutine.condition)
    joint = (cause + effect).exp()
    return (joint[1] / joint.sum()).item()


# %% grade_id="cause_set"
def cause_set(program):
    """Without the term of the effect."""
    cause, _ = _enumerated(program, poutine.do)
    return cause.exp()[1].item()
