# ---
# title: The warm-up is kept
# wrong: Makes warmup + draws draws without adaptation and returns them all.
# caught_by: [samples_contract, samples_posterior]
# hint: >-
#   How many draws come back, and which were made while the walker was still on his way? MCMC has two
#   arguments for two kinds of steps.
# ---

# %% grade_id="posterior_samples"
def posterior_samples(data, seed, chains=2, warmup=50, draws=100):
    pyro.set_rng_seed(seed)
    runs = []
    for _ in range(chains):
        run = MCMC(NUTS(model, max_tree_depth=3), num_samples=warmup + draws, warmup_steps=0, disable_progbar=True)
        run.run(data)
        runs.append(run.get_samples())
    return {name: torch.stack([run[name] for run in runs]) for name in ("alpha", "a", "b", "mu")}
