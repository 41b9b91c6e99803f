# ---
# title: The root is missing
# wrong: Returns V / W.
# caught_by: [rhat]
# hint: >-
#   R-hat compares spreads on the scale of the draws, not of their squares. Look at the last of the
#   steps.
# ---

# %% grade_id="split_rhat"
def split_rhat(chains):
    length = chains.shape[1] // 2
    halves = torch.cat([chains[:, :length], chains[:, -length:]])
    within = halves.var(1).mean()
    between = halves.mean(1).var()
    whole = (length - 1) / length * within + between
    return (whole / within).item()
