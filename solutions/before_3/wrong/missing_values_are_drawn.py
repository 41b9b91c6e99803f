# ---
# title: Where a value is missing, one is drawn
# wrong: >-
#   A name that is not in values is drawn silently.
# caught_by: [joint_leaves]
# hint: >-
#   Where the caller has forgotten a name, you make up a value for it. Then nobody learns of the mistake, and the
#   score is one of chance.
# ---

# %% grade_id="log_joint"
def log_joint(program, values):
    global meaning
    scores = {}

    def score(name, dist):
        if name in scores:
            raise ValueError(f"{name} comes twice")
        value = values[name] if name in values else dist.draw()
        scores[name] = dist.log_p(value)
        return value

    before, meaning = meaning, score
    try:
        program()
    finally:
        meaning = before
    return float(sum(scores.values()))
