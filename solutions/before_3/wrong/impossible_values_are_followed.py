# ---
# title: Values that cannot come are followed
# wrong: >-
#   The whole support is tried, and runs of probability 0 are left out only afterwards.
# caught_by: [runs_all, runs_given, posterior_table]
# hint: >-
#   You follow the program into places that it can never reach, and there it may break down. Which values of a
#   support are not worth a try?
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
                value, *others = dist.support()
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
            found.append((values, returned, float(sum(scores))))
    return found
