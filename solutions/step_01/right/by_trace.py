# ---
# title: Draws are read from traces, in a while loop
# ---

# %% grade_id="model"
def model():
    usual = pyro.param("mu", torch.zeros(()))
    lateness = dist.Normal(loc=usual, scale=torch.tensor(NOISE))
    return pyro.sample("y", lateness)


# %% grade_id="draw"
def draw(n):
    mornings = []
    while len(mornings) < n:
        trace = poutine.trace(model).get_trace()
        mornings.append(trace.nodes["y"]["value"].item())
    return mornings
