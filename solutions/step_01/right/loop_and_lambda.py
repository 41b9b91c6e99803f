# ---
# title: The start value is made by a function, and a for loop detaches each draw
# ---

# %% grade_id="model"
def model():
    """One morning."""
    y = pyro.sample(name="y", fn=dist.Normal(pyro.param("mu", lambda: torch.tensor(0.0)), NOISE))
    assert y.shape == ()
    return y


# %% grade_id="draw"
def draw(n):
    numbers = [0.0] * n
    for i in range(n):
        numbers[i] = float(model().detach())
    return numbers
