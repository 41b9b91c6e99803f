# ---
# title: The data are not passed on
# wrong: Runs the model with n_obs, so y is one more unknown and nothing is learned.
# caught_by: [samples_contract, samples_posterior]
# hint: >-
#   Which sites did the walker move? If y is among them, nobody has told the model what was observed.
# ---

# %% grade_id="posterior_samples"
def posterior_samples(data, seed, chains=2, warmup=50, draws=100):
    pyro.set_rng_seed(seed)
    runs = []
    for _ in range(chains):
        run = MCMC(NUTS(model, max_tree_depth=3), num_samples=draws, warmup_steps=warmup, disable_progbar=True)
        run.run(n_obs=len(data))
        runs.append(run.get_samples())
    return {name: torch.stack([run[name] for run in runs]) for name in runs[0]}
