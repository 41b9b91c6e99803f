# ---
# title: Some runs come twice
# wrong: >-
#   A new script has the one other value only, so earlier choices are made anew.
# caught_by: [runs_all, runs_given, posterior_table]
# hint: >-
#   Count your runs: some are there more than once. When you come back for another value, do you come back to the
#   same place, with all the values that led there?
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
                todo.extend({**script, name: other} for other in others)
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
