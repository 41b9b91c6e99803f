# ---
# title: The draws come from Pyro's Predictive, and the noise is a standard normal that is scaled
# ---

# %% grade_id="model"
def model():
    mu = pyro.param("mu", torch.tensor(0.0))
    shift_and_stretch = dist.transforms.AffineTransform(mu, NOISE)
    return pyro.sample("y", dist.TransformedDistribution(dist.Normal(0.0, 1.0), [shift_and_stretch]))


# %% grade_id="draw"
def draw(n):
    from pyro.infer import Predictive

    return Predictive(model, num_samples=n)()["y"].tolist()
