# ---
# title: The new height counts most
# wrong: >-
#   beta and 1 - beta are exchanged.
# caught_by: [decaying]
# hint: >-
#   A beta near one is to forget slowly. Yours forgets at once.
# ---

# %% grade_id="decaying_baseline"
def decaying_baseline(heights, beta):
    average, found = 0.0, []
    for height in heights:
        found.append(average)
        average = (1.0 - beta) * average + beta * height
    return found
