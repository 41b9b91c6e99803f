# ---
# title: The notebook's readings
# wrong: Draws from the posterior given the global readings, whatever data are passed.
# caught_by: [samples_contract, samples_posterior]
# hint: >-
#   Does your function use the data that it is given? Try it with readings of a faster glacier.
# ---

# %% grade_id="posterior_samples"
def posterior_samples(data, seed, chains=2, warmup=50, draws=100):
    pyro.set_rng_seed(seed)
    runs = []
    for _ in range(chains):
        run = MCMC(NUTS(model, max_tree_depth=3), num_samples=draws, warmup_steps=warmup, disable_progbar=True)
        run.run(readings)
        runs.append(run.get_samples())
    return {name: torch.stack([run[name] for run in runs]) for name in ("alpha", "a", "b", "mu")}
