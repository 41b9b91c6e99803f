# ---
# title: The noise is a standard normal that is scaled, and unconditional obs
# ---

# %% grade_id="model"
def model(data=None):
    mu = pyro.param("mu", torch.tensor(0.0))
    shift_and_stretch = dist.transforms.AffineTransform(mu, NOISE)
    return pyro.sample("y", dist.TransformedDistribution(dist.Normal(0.0, 1.0), [shift_and_stretch]), obs=data)


# %% grade_id="log_likelihood"
def log_likelihood(value):
    conditioned = poutine.condition(model, {"y": torch.tensor(value)})
    with torch.no_grad():
        return poutine.trace(conditioned).get_trace().log_prob_sum().item()
