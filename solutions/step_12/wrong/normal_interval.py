# ---
# title: Quantiles of a normal distribution
# wrong: Mean plus and minus a multiple of the sd, as if every posterior were normal.
# caught_by: [summary_table]
# hint: >-
#   Is the posterior of a symmetric? Quantiles can be read off the draws themselves, without believing
#   in any shape.
# ---

# %% grade_id="summary"
def summary(samples):
    table = {}
    for name, chains in samples.items():
        table[name] = {
            "mean": chains.mean().item(),
            "sd": chains.std().item(),
            "5%": (chains.mean() - 1.6449 * chains.std()).item(),
            "95%": (chains.mean() + 1.6449 * chains.std()).item(),
            "ess": effective_sample_size(chains),
            "rhat": split_rhat(chains),
        }
    return table
