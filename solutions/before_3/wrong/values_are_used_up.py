# ---
# title: The values are taken out of the dictionary
# wrong: >-
#   pop empties the caller's dictionary.
# caught_by: [joint_leaves]
# hint: >-
#   Look at the dictionary after a call: what was in it is gone. It belongs to the caller.
# ---

# %% grade_id="log_joint"
def log_joint(program, values):
    global meaning
    scores = {}

    def score(name, dist):
        if name in scores:
            raise ValueError(f"{name} comes twice")
        value = values.pop(name)
        scores[name] = dist.log_p(value)
        return value

    before, meaning = meaning, score
    try:
        program()
    finally:
        meaning = before
    return float(sum(scores.values()))
