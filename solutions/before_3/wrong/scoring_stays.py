# ---
# title: After an error, sample goes on looking up
# wrong: >-
#   No finally in log_joint.
# caught_by: [joint_leaves]
# hint: >-
#   When log_joint ends with an error, a sample statement afterwards still looks values up. Which lines are not
#   reached then?
# ---

# %% grade_id="log_joint"
def log_joint(program, values):
    global meaning
    scores = {}

    def score(name, dist):
        if name in scores:
            raise ValueError(f"{name} comes twice")
        scores[name] = dist.log_p(values[name])
        return values[name]

    before, meaning = meaning, score
    program()
    meaning = before
    return float(sum(scores.values()))
