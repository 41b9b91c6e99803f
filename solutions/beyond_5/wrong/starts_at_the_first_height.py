# ---
# title: The average starts at the first height
# wrong: >-
#   The first baseline is the first height.
# caught_by: [decaying]
# hint: >-
#   What is known before the first step? The text says where the average starts.
# ---

# %% grade_id="decaying_baseline"
def decaying_baseline(heights, beta):
    average, found = (heights[0] if heights else 0.0), []
    for height in heights:
        found.append(average)
        average = beta * average + (1.0 - beta) * height
    return found
