# ---
# title: What is given does not count
# wrong: >-
#   A statement with a given value adds nothing to log_p.
# caught_by: [runs_given, posterior_table]
# hint: >-
#   How probable the given value is depends on the run, and just that tells the runs apart. In your sum these
#   statements are missing.
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
            scores.append(0.0 if name in given else dist.log_p(value))
            return value

        before, meaning = meaning, follow
        try:
            returned = program()
        finally:
            meaning = before
        if sum(scores) > -math.inf:
            found.append((values, returned, float(sum(scores))))
    return found
