# ---
# title: The mean of the scores
# wrong: >-
#   The sum is divided by the number of statements.
# caught_by: [joint_value, joint_leaves]
# hint: >-
#   A run with more statements is less probable, and in your answer this does not show. How do the factors of a
#   product come together when you take logarithms?
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
    return float(sum(scores.values()) / max(len(scores), 1))
