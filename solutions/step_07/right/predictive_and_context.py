# ---
# title: poutine.trace as a context, pyro.infer.Predictive, the plate in a variable
# ---

# %% grade_id="model"
def model(data=None, n_obs=None):
    """Each case of the text as a branch of its own."""
    if data is None and n_obs is None:
        raise ValueError("model needs data or n_obs")
    mornings = pyro.plate("N", n_obs if data is None else data.shape[0], dim=-1)
    mu = pyro.sample("mu", dist.Normal(torch.tensor(0.0), torch.tensor(1.0)))
    with mornings:
        y = pyro.sample("y", dist.Normal(loc=mu, scale=NOISE), obs=data)
    return y


# %% grade_id="joint_draw"
def joint_draw(n):
    """The log joint as a sum over the sites of the trace."""
    with poutine.trace() as recorder:
        y = model(n_obs=n)
    trace = recorder.trace
    trace.compute_log_prob()
    terms = [trace.nodes[name]["log_prob"].sum() for name in ("mu", "y")]
    return trace.nodes["mu"]["value"].item(), y, sum(terms).item()


# %% grade_id="prior_predictive"
def prior_predictive(k, n):
    """Pyro's own tool for the job."""
    return pyro.infer.Predictive(model, num_samples=k)(n_obs=n)["y"]
