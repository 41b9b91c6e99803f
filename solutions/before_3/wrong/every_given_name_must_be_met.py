# ---
# title: Runs that do not meet a given name are left out
# wrong: >-
#   all_runs drops them, though the text says that such names change nothing.
# caught_by: [runs_given]
# hint: >-
#   With a name in given that the program does not have, your list is empty. Read again what the text of Task 4 says
#   of such names. Leaving runs out for that is the business of Task 5.
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
        if sum(scores) > -math.inf and set(given) <= set(values):
            found.append((values, returned, float(sum(scores))))
    return found
