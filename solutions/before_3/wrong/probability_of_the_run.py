# ---
# title: The probability itself
# wrong: >-
#   exp is taken at the end.
# caught_by: [joint_value, joint_leaves]
# hint: >-
#   Your answer is never negative. The log joint is the sum as it is; nobody asked for its exp.
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
    try:
        program()
    finally:
        meaning = before
    return math.exp(sum(scores.values()))
