# ---
# title: The answers for the notebook's own parcel
# wrong: >-
#   Three constants.
# caught_by: [posterior_exact, evidence_exact, perfect_density]
# hint: >-
#   Your functions answer the same for every guess and measurement. They are about any parcel, not about the one in
#   the story.
# unnoticed: >-
#   The checks ask about the parcel of the story, whose answers stand in the text.
# ---

# %% grade_id="exact"
def posterior(guess, measurement):
    return 9.14, 0.6


def log_evidence(guess, measurement):
    return -1.462082
