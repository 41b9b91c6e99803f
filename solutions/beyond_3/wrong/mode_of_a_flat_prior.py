# ---
# title: The MAP forgets the prior
# wrong: >-
#   The MAP is computed from the data alone, and so equals the MLE.
# caught_by: [three_numbers]
# hint: >-
#   Your MAP does not move with the prior: it is the MLE under another name. Whose mode is the MAP?
# ---

# %% grade_id="on_paper"
def on_paper(data):
    if len(data) == 0:
        raise ValueError("no data")
    heads = data.sum().item()
    a, b = PRIOR_HEADS + heads, PRIOR_TAILS + len(data) - heads
    return {"mle": heads / len(data), "map": heads / len(data), "mean": a / (a + b)}
