# ---
# title: Pyro's own diagnostics; one kernel object per chain, chains filled into tensors
# ---

# %% grade_id="split_rhat"
def split_rhat(chains):
    return float(stats.split_gelman_rubin(chains, chain_dim=0, sample_dim=1))


# %% grade_id="effective_sample_size"
def effective_sample_size(chains):
    return float(stats.effective_sample_size(chains, chain_dim=0, sample_dim=1))


# %% grade_id="summary"
def summary(samples):
    def row(chains):
        together = chains.reshape(-1)
        lower, upper = torch.quantile(together, torch.tensor([0.05, 0.95], dtype=chains.dtype))
        numbers = [together.mean(), together.var().sqrt(), lower, upper]
        numbers += [effective_sample_size(chains), split_rhat(chains)]
        return dict(zip(("mean", "sd", "5%", "95%", "ess", "rhat"), map(float, numbers), strict=True))

    return {name: row(chains) for name, chains in samples.items()}


# %% grade_id="posterior_samples"
def posterior_samples(data, seed, chains=2, warmup=50, draws=100):
    filled = {name: torch.empty(chains, draws) for name in ("mu", "a", "b", "alpha")}
    for number in range(chains):
        pyro.set_rng_seed(1000 * seed + number)
        mcmc = MCMC(NUTS(model, max_tree_depth=4), draws, warmup, disable_progbar=True)
        mcmc.run(data=data)
        for name, values in mcmc.get_samples(group_by_chain=True).items():
            filled[name][number] = values[0]
    return filled
