# ---
# title: All draws count
# wrong: Returns the number of draws, as if they were independent.
# caught_by: [ess]
# hint: >-
#   Does your number change when neighbouring draws resemble each other? Count the worth of the draws,
#   not the draws.
# ---

# %% grade_id="effective_sample_size"
def effective_sample_size(chains):
    return float(chains.numel())
