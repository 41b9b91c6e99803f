# ---
# title: No warm-up
# wrong: warmup_steps=0; NUTS never adapts its step, and the first draws belong to the start.
# caught_by: [samples_posterior]
# hint: >-
#   Plot your chains for many observations: do they move at all? Before it can walk well, NUTS has to
#   learn how long its steps may be.
# ---

# %% grade_id="posterior_samples"
def posterior_samples(data, seed, chains=2, warmup=50, draws=100):
    pyro.set_rng_seed(seed)
    runs = []
    for _ in range(chains):
        run = MCMC(NUTS(model, max_tree_depth=3), num_samples=draws, warmup_steps=0, disable_progbar=True)
        run.run(data)
        runs.append(run.get_samples())
    return {name: torch.stack([run[name] for run in runs]) for name in ("alpha", "a", "b", "mu")}
