# ---
# title: Probabilities in the place of logarithms
# wrong: >-
#   The third entry is exp of the sum.
# caught_by: [runs_all, runs_given]
# hint: >-
#   The third entry of your triples is a probability. The text asks for its logarithm, and has a reason for it: for
#   long runs the probability is too small for a float.
# ---

# %% grade_id="all_runs"
def all_runs(program, given=None):
    global meaning
    given = given or {}
    found, todo = [], [{}]
    while todo:
        script, values, scores = todo.pop(), {}, []

        def follow(name, dist, script=script, values=values, scores=scores):
            if name in values:
                raise ValueError(f"{name} comes twice")
            if name in given:
                value = given[name]
            elif name in script:
                value = script[name]
            else:
                value, *others = [v for v in dist.support() if dist.log_p(v) > -math.inf]
                todo.extend({**values, name: other} for other in others)
            values[name] = value
            scores.append(dist.log_p(value))
            return value

        before, meaning = meaning, follow
        try:
            returned = program()
        finally:
            meaning = before
        if sum(scores) > -math.inf:
            found.append((values, returned, math.exp(sum(scores))))
    return found


# %% grade_id="posterior"
def posterior(program, evidence):
    """Fits an all_runs with probabilities."""
    agreeing = [run for run in all_runs(program, evidence) if set(evidence) <= set(run[0])]
    if not agreeing:
        raise ValueError(f"no run agrees with the evidence {evidence}")
    if sum(p for _, _, p in agreeing) == 0.0:  # too small for a float: in logarithms, then
        logs = [(returned, log_joint(lambda: program(), values)) for values, returned, _ in agreeing]
        largest = max(log_p for _, log_p in logs)
        agreeing = [(None, returned, math.exp(log_p - largest)) for returned, log_p in logs]
    total = sum(p for _, _, p in agreeing)
    table = {}
    for _, returned, p in agreeing:
        table[returned] = table.get(returned, 0.0) + p / total
    return table
