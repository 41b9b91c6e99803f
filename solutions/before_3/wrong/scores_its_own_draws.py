# ---
# title: The score of a fresh run
# wrong: >-
#   The values are drawn and scored; those that were given are not looked at.
# caught_by: [joint_value, joint_leaves]
# hint: >-
#   Ask twice with the same values: your answers differ. Which values do you score, those that were given or new
#   ones?
# ---

# %% grade_id="log_joint"
def log_joint(program, values):
    global meaning
    scores = {}

    def score(name, dist):
        if name in scores:
            raise ValueError(f"{name} comes twice")
        value = dist.draw()
        scores[name] = dist.log_p(value)
        return value

    before, meaning = meaning, score
    try:
        program()
    finally:
        meaning = before
    return float(sum(scores.values()))
