# ---
# title: The chains are joined before they are judged
# wrong: ESS and R-hat are computed after all chains were laid end to end and cut into two.
# caught_by: [summary_table]
# hint: >-
#   The last two entries want to know which draw came from which chain. Do they still know it in your
#   code?
# ---

# %% grade_id="summary"
def summary(samples):
    table = {}
    for name, chains in samples.items():
        table[name] = {
            "mean": chains.mean().item(),
            "sd": chains.std().item(),
            "5%": chains.quantile(0.05).item(),
            "95%": chains.quantile(0.95).item(),
            "ess": effective_sample_size(chains.reshape(2, -1)),
            "rhat": split_rhat(chains.reshape(1, -1)),
        }
    return table
