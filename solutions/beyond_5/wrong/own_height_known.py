# ---
# title: A step knows its own height
# wrong: >-
#   The average is brought up to date before it is written down.
# caught_by: [decaying]
# hint: >-
#   A baseline that has seen the draw of its own step makes the gradient wrong on the average. Which comes first in
#   your loop?
# ---

# %% grade_id="decaying_baseline"
def decaying_baseline(heights, beta):
    average, found = 0.0, []
    for height in heights:
        average = beta * average + (1.0 - beta) * height
        found.append(average)
    return found
