# ---
# title: All lags and all latents at once; the posterior in log space, mapped back by hand
# ---

# %% grade_id="split_rhat"
def split_rhat(chains):
    n = chains.shape[1]
    halves = torch.stack([chains[:, : n // 2], chains[:, n - n // 2 :]], dim=1)  # [C, 2, n // 2]
    w = halves.var(dim=-1).mean()
    b = halves.mean(dim=-1).flatten().var()
    return torch.sqrt(1 - 1 / (n // 2) + b / w).item()


# %% grade_id="effective_sample_size"
def effective_sample_size(chains):
    x = chains.double()
    c, n = x.shape
    w, b = x.var(1).mean(), x.mean(1).var()
    v = w - w / n + b
    spectrum = torch.fft.rfft(x - x.mean(1, keepdim=True), n=2 * n).abs() ** 2
    gamma = torch.fft.irfft(spectrum, n=2 * n)[:, :n].mean(0) / torch.arange(n, 0, -1)
    rho = 1 - (w - gamma) / v
    rho[0] = 1.0
    even = n - n % 2
    sums = rho[0:even:2] + rho[1:even:2]
    sums[1:] = torch.cummin(sums[1:].clamp(min=0), dim=0)[0]
    return float(c * n / (2 * sums.sum() - 1))


# %% grade_id="summary"
def summary(samples):
    table = {name: {} for name in samples}
    for name, chains in samples.items():
        ordered = chains.flatten().sort().values
        for key, share in (("5%", 0.05), ("95%", 0.95)):
            place = share * (len(ordered) - 1)
            low, high = ordered[math.floor(place)].item(), ordered[math.ceil(place)].item()
            table[name][key] = low + (place - math.floor(place)) * (high - low)
        table[name] |= {"mean": chains.mean().item(), "sd": chains.std().item()}
        table[name] |= {"ess": effective_sample_size(chains), "rhat": split_rhat(chains)}
    return table


# %% grade_id="posterior_samples"
def posterior_samples(data, seed, chains=2, warmup=50, draws=100):
    names = ("alpha", "a", "b", "mu")
    one = torch.tensor(1.0)

    def potential(u):  # minus the log density of the logarithms
        alpha, a, b, mu = (u[name].exp() for name in names)
        log_p = dist.InverseGamma(one, one).log_prob(alpha) + dist.Gamma(alpha, one).log_prob(a)
        log_p = log_p + dist.Gamma(one, one).log_prob(b) + dist.Gamma(a, b).log_prob(mu)
        return -log_p - dist.Normal(mu, NOISE).log_prob(data).sum() - sum(u.values())

    pyro.set_rng_seed(seed)
    rows = []
    for _ in range(chains):
        start = {name: torch.rand(()) - 0.5 for name in names}
        kernel = NUTS(potential_fn=potential, max_tree_depth=5)
        run = MCMC(kernel, draws, warmup_steps=warmup, initial_params=start, disable_progbar=True)
        run.run()
        rows.append({name: values.exp() for name, values in run.get_samples().items()})
    return {name: torch.stack([row[name] for row in rows]) for name in names}
