# ---
# title: The posterior mean is called MAP
# wrong: >-
#   As in the tutorial's text: a / (a + b) for both.
# caught_by: [three_numbers]
# hint: >-
#   Two of your numbers are the same, and they should not be: the top of a Beta that leans is not its centre of
#   weight. Work out where the slope of the log density is zero.
# ---

# %% grade_id="on_paper"
def on_paper(data):
    if len(data) == 0:
        raise ValueError("no data")
    heads = data.sum().item()
    a, b = PRIOR_HEADS + heads, PRIOR_TAILS + len(data) - heads
    return {"mle": heads / len(data), "map": a / (a + b), "mean": a / (a + b)}
