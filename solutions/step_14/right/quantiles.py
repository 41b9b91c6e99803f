# ---
# title: Everything by Pyro's own distributions; loc and scale recovered from the guide's quantiles
# ---

# %% grade_id="log_q"
def log_q(mu, loc, scale):
    return dist.LogNormal(loc, scale).log_prob(mu)


# %% grade_id="constrained_summary"
def constrained_summary(guide):
    z = 1.0
    share = dist.Normal(0.0, 1.0).cdf(torch.tensor(z)).item()
    summary = {}
    with torch.no_grad():
        for name, (middle, upper) in guide.quantiles([0.5, share]).items():
            if inside(guide)[name][2]:
                latent = dist.LogNormal(middle.log(), (upper / middle).log() / z)
            else:
                latent = dist.Normal(middle, (upper - middle) / z)
            summary[name] = latent.mean, latent.variance.sqrt()
    return summary
