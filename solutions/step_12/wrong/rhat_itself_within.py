# ---
# title: The variance of all draws for the variance within
# wrong: W is the variance of all draws together, so it contains what it is compared with.
# caught_by: [rhat]
# hint: >-
#   Your variance within does not know the halves apart. Over which dimension is each of the variances
#   taken?
# ---

# %% grade_id="split_rhat"
def split_rhat(chains):
    length = chains.shape[1] // 2
    halves = torch.cat([chains[:, :length], chains[:, -length:]])
    within = halves.var()
    between = halves.mean(1).var()
    whole = (length - 1) / length * within + between
    return (whole / within).sqrt().item()
