# ---
# title: Draws from the prior
# wrong: Runs the model forwards, as if the data did not exist.
# caught_by: [samples_contract, samples_posterior]
# hint: >-
#   Where in your function do the data have an influence on mu? Running a model forwards draws from its
#   prior.
# ---

# %% grade_id="posterior_samples"
def posterior_samples(data, seed, chains=2, warmup=50, draws=100):
    pyro.set_rng_seed(seed)
    names = ("alpha", "a", "b", "mu")
    runs = [[pyro.poutine.trace(model).get_trace(data) for _ in range(draws)] for _ in range(chains)]
    return {
        name: torch.stack([torch.stack([run.nodes[name]["value"] for run in chain]) for chain in runs]).clamp(min=1e-30)
        for name in names
    }
