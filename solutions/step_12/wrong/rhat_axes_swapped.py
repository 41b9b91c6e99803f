# ---
# title: Chains and draws mixed up
# wrong: Takes the first dimension for draws and the second for chains.
# caught_by: [rhat]
# hint: >-
#   Which dimension of the tensor counts chains, and which draws? Print the shapes of your intermediate
#   results.
# ---

# %% grade_id="split_rhat"
def split_rhat(chains):
    chains = (
        chains.T if chains.shape[0] > 3 else torch.cat([chains.T] * 2, 1) if len(chains) == 1 else chains.T.repeat(1, 2)
    )
    length = chains.shape[1] // 2
    halves = torch.cat([chains[:, :length], chains[:, -length:]])
    within = halves.var(1).mean()
    between = halves.mean(1).var()
    whole = (length - 1) / length * within + between
    return (whole / within).sqrt().item()
