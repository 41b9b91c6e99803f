# ---
# title: The chains are not cut
# wrong: R-hat of the whole chains, which does not notice that they drift together.
# caught_by: [rhat]
# hint: >-
#   Two chains may drift side by side, and agree all the way. Which step of the recipe notices that?
# ---

# %% grade_id="split_rhat"
def split_rhat(chains):
    length = chains.shape[1]
    within = chains.var(1).mean()
    between = chains.mean(1).var() if len(chains) > 1 else 0.0
    return (((length - 1) / length * within + between) / within).sqrt().item()
