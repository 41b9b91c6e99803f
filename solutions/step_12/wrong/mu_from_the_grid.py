# ---
# title: mu comes from the grid, the others from the prior
# wrong: >-
#   Draws mu from the exact density on a grid, and alpha, a and b from their priors: mu is right, the rest knows
#   nothing of the readings, and no MCMC is run.
# caught_by: [samples_posterior]
# hint: >-
#   Your mu is read off the yardstick, and alpha, a and b have never seen the readings. The walker has to find all
#   four together: that is what MCMC is for.
# unnoticed: For alpha, a and b the notebook has no exact answer that a check could hold their draws against.
# ---

# %% grade_id="posterior_samples"
def posterior_samples(data, seed, chains=2, warmup=50, draws=100):
    pyro.set_rng_seed(seed)
    grid, density = exact_density(data)
    one = torch.tensor(1.0)
    alpha = dist.InverseGamma(one, one).sample([chains, draws])
    place = torch.multinomial(density, chains * draws, replacement=True).reshape(chains, draws)
    return {
        "alpha": alpha,
        "a": dist.Gamma(alpha, one).sample().clamp(min=1e-30),
        "b": dist.Gamma(one, one).sample([chains, draws]),
        "mu": grid[place],
    }
