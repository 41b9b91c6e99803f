# ---
# title: The quantiles of another interval
# wrong: Takes the quantiles that leave 95 per cent between them.
# caught_by: [summary_table]
# hint: >-
#   How much of the posterior lies below your lower quantile, and what does its key say?
# ---

# %% grade_id="summary"
def summary(samples):
    table = {}
    for name, chains in samples.items():
        table[name] = {
            "mean": chains.mean().item(),
            "sd": chains.std().item(),
            "5%": chains.quantile(0.025).item(),
            "95%": chains.quantile(0.975).item(),
            "ess": effective_sample_size(chains),
            "rhat": split_rhat(chains),
        }
    return table
