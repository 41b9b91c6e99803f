# ---
# title: The mean of the sds of the chains
# wrong: Averages over chains what should be computed from all draws together.
# caught_by: [summary_table]
# hint: >-
#   When chains stand apart, the spread of all draws is larger than that of each chain. Which of the two
#   do you report?
# ---

# %% grade_id="summary"
def summary(samples):
    table = {}
    for name, chains in samples.items():
        table[name] = {
            "mean": chains.mean().item(),
            "sd": chains.std(1).mean().item(),
            "5%": chains.quantile(0.05).item(),
            "95%": chains.quantile(0.95).item(),
            "ess": effective_sample_size(chains),
            "rhat": split_rhat(chains),
        }
    return table
