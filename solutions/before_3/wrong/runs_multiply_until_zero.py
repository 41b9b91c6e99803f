# ---
# title: The probability of a run is multiplied up
# wrong: >-
#   A product of floats; for long runs it is 0, and the run is left out as impossible.
# caught_by: [runs_given, posterior_table]
# hint: >-
#   When thousands of names are given, none of your runs is left: you multiply probabilities until they are too
#   small for a float, and take that for impossible.
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
        p = math.prod(map(math.exp, scores))
        if p > 0.0:
            found.append((values, returned, math.log(p)))
    return found
