# ---
# title: Logarithms of the latents
# wrong: Returns the draws in unconstrained space.
# caught_by: [samples_contract, samples_posterior]
# hint: >-
#   Can a glacier have a negative speed? Pyro maps its draws back into the space of the latents; is
#   anything done to them afterwards, or did they come from somewhere else?
# ---

# %% grade_id="posterior_samples"
def posterior_samples(data, seed, chains=2, warmup=50, draws=100):
    pyro.set_rng_seed(seed)
    runs = []
    for _ in range(chains):
        run = MCMC(NUTS(model, max_tree_depth=3), num_samples=draws, warmup_steps=warmup, disable_progbar=True)
        run.run(data)
        runs.append(run.get_samples())
    return {name: torch.stack([run[name] for run in runs]).log() for name in ("alpha", "a", "b", "mu")}
