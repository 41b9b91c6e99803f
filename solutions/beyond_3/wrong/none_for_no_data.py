# ---
# title: No error for no spins
# wrong: >-
#   None is returned for the MLE where there are no spins.
# caught_by: [three_numbers]
# hint: >-
#   What does the text ask for when there are no spins at all?
# ---

# %% grade_id="on_paper"
def on_paper(data):
    heads = data.sum().item()
    a, b = PRIOR_HEADS + heads, PRIOR_TAILS + len(data) - heads
    mle = heads / len(data) if len(data) else None
    return {"mle": mle, "map": (a - 1) / (a + b - 2), "mean": a / (a + b)}
