# ---
# title: Twins
# wrong: The seed is set anew for each chain, so all chains are the same and agree perfectly.
# caught_by: [samples_contract]
# hint: >-
#   Compare your chains draw by draw. How often do you set the seed, and what happens to the random
#   numbers each time?
# ---

# %% grade_id="posterior_samples"
def posterior_samples(data, seed, chains=2, warmup=50, draws=100):
    runs = []
    for _ in range(chains):
        pyro.set_rng_seed(seed)
        run = MCMC(NUTS(model, max_tree_depth=3), num_samples=draws, warmup_steps=warmup, disable_progbar=True)
        run.run(data)
        runs.append(run.get_samples())
    return {name: torch.stack([run[name] for run in runs]) for name in ("alpha", "a", "b", "mu")}
