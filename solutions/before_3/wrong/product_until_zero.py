# ---
# title: A product, and its logarithm at the end
# wrong: >-
#   The probabilities are multiplied; for many statements the product is 0.
# caught_by: [joint_value, joint_leaves]
# hint: >-
#   With many statements the product of the probabilities is too small for a float, long before you take its
#   logarithm. Add up logarithms from the beginning.
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
    return math.log(math.prod(map(math.exp, scores.values())))
