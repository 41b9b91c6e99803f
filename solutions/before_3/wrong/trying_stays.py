# ---
# title: After an error, sample goes on trying values
# wrong: >-
#   No finally in all_runs.
# caught_by: [runs_given]
# hint: >-
#   When all_runs ends with an error, a sample statement afterwards still follows your script. Which lines are not
#   reached then?
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
        returned = program()
        meaning = before
        if sum(scores) > -math.inf:
            found.append((values, returned, float(sum(scores))))
    return found
