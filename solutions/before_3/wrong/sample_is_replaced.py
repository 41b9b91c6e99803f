# ---
# title: sample itself is replaced
# wrong: >-
#   The name sample gets a new function; a program that holds on to the old one is not noticed.
# caught_by: [run_values, run_leaves, joint_leaves]
# hint: >-
#   You exchange the function `sample`. A program that has been given the old one goes on using it, and you note
#   nothing. What does `sample` itself ask, each time?
# ---

# %% grade_id="run"
def run(program):
    global sample
    values = {}

    def note(name, dist):
        if name in values:
            raise ValueError(f"{name} comes twice")
        values[name] = dist.draw()
        return values[name]

    before, sample = sample, note
    try:
        returned = program()
    finally:
        sample = before
    return values, returned
