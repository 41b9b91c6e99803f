# ---
# title: The drawing program is conditioned, and the likelihood comes from the node of the trace
# ---

# %% grade_id="model"
def one_morning():
    mu = pyro.param("mu", lambda: torch.tensor(0.0))
    return pyro.sample("y", dist.Normal(mu, NOISE))


def model(data=None):
    program = one_morning if data is None else poutine.condition(one_morning, data={"y": data})
    return program()


# %% grade_id="log_likelihood"
def log_likelihood(value):
    seen = torch.as_tensor(value, dtype=torch.float32)
    trace = poutine.trace(model).get_trace(data=seen)
    trace.compute_log_prob()
    return trace.nodes["y"]["log_prob"].detach().item()


# %% grade_id="predictions"
def predictions():
    answers = {}
    for key, letter in zip(("later", "fit", "store", "far", "twice"), "CBCAB", strict=True):
        answers[key] = letter
    return answers
