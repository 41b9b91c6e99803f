# ---
# title: The likelihood always has mu at its start
# wrong: >-
#   A distribution of its own with the middle at 0: it does not follow mu.
# caught_by: [likelihood]
# hint: >-
#   Your likelihood does not move when mu moves. The text asks for mu as it is in the param store at that
#   moment; who knows it?
# ---

# %% grade_id="log_likelihood"
def log_likelihood(value):
    return dist.Normal(0.0, NOISE).log_prob(torch.tensor(value)).item()
