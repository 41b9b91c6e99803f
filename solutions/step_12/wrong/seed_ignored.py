# ---
# title: The seed is not used
# wrong: The draws depend on whatever was drawn before.
# caught_by: [samples_contract]
# hint: >-
#   Call your function twice with the same seed. Which line makes the two calls equal?
# ---

# %% grade_id="posterior_samples"
def posterior_samples(data, seed, chains=2, warmup=50, draws=100):
    runs = []
    for _ in range(chains):
        run = MCMC(NUTS(model, max_tree_depth=3), num_samples=draws, warmup_steps=warmup, disable_progbar=True)
        run.run(data)
        runs.append(run.get_samples())
    return {name: torch.stack([run[name] for run in runs]) for name in ("alpha", "a", "b", "mu")}
