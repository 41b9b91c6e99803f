# ---
# title: The program goes its own way
# wrong: >-
#   The given values are scored, but the program gets fresh draws, so its branches and distributions are others.
# caught_by: [joint_value]
# hint: >-
#   You score the values that were given, but the program never learns of them: it goes on with draws of its own,
#   into branches that do not belong to these values.
# ---

# %% grade_id="log_joint"
def log_joint(program, values):
    global meaning
    scores = {}

    def score(name, dist):
        if name in scores:
            raise ValueError(f"{name} comes twice")
        scores[name] = dist.log_p(values[name])
        return dist.draw()

    before, meaning = meaning, score
    try:
        program()
    finally:
        meaning = before
    return float(sum(scores.values()))
