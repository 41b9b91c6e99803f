# ---
# title: What was given is taken out of the dictionary
# wrong: >-
#   At the end the names that were met are deleted from the caller's dictionary.
# caught_by: [runs_given, posterior_table]
# hint: >-
#   Look at the dictionary after a call: what was met is gone from it. It belongs to the caller, who may still want it.
# ---

# %% grade_id="all_runs"
def all_runs(program, given=None):
    global meaning
    given = given or {}
    found, todo, used = [], [{}], set()
    while todo:
        script, values, scores = todo.pop(), {}, []

        def follow(name, dist, script=script, values=values, scores=scores):
            if name in values:
                raise ValueError(f"{name} comes twice")
            if name in given:
                value = given[name]
                used.add(name)
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
            found.append((values, returned, float(sum(scores))))
    for name in used:
        del given[name]
    return found
