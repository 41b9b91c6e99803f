# ---
# title: The Monte Carlo error for the sd
# wrong: Divides the sd by the root of the number of draws.
# caught_by: [summary_table]
# hint: >-
#   Would your sd shrink if you only waited longer? The sd of the posterior is decided by the readings,
#   not by your patience.
# ---

# %% grade_id="summary"
def summary(samples):
    table = {}
    for name, chains in samples.items():
        table[name] = {
            "mean": chains.mean().item(),
            "sd": chains.std().item() / math.sqrt(chains.numel()),
            "5%": chains.quantile(0.05).item(),
            "95%": chains.quantile(0.95).item(),
            "ess": effective_sample_size(chains),
            "rhat": split_rhat(chains),
        }
    return table
