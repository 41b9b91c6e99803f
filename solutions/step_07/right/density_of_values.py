# ---
# title: The values are drawn first and scored afterwards; a table that is filled row by row
# ---

# %% grade_id="model"
def _length(data, n_obs):
    match data, n_obs:
        case None, None:
            raise ValueError("say how many mornings there are: give data or n_obs")
        case None, n:
            return n
        case _:
            return data.numel()


def model(data=None, n_obs=None):
    """The length comes from a function of its own, and the plate holds indices."""
    size = _length(data, n_obs)
    usual = pyro.sample("mu", dist.Normal(0, 1))
    with pyro.plate("N", size=size) as mornings:
        return pyro.sample("y", dist.Normal(usual, NOISE).expand([len(mornings)]), obs=data)


# %% grade_id="joint_draw"
def joint_draw(n):
    """A run is kept, and a second trace scores exactly its values."""
    run = poutine.trace(model).get_trace(n_obs=n)
    again = poutine.trace(poutine.replay(model, trace=run)).get_trace(n_obs=n)
    return run.nodes["mu"]["value"], run.nodes["_RETURN"]["value"], again.log_prob_sum()


# %% grade_id="prior_predictive"
def prior_predictive(k, n):
    """Row by row, through joint_draw."""
    table = torch.empty(k, n)
    for row in range(k):
        _, table[row], _ = joint_draw(n)
    return table
