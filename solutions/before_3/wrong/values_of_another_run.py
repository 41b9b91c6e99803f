# ---
# title: The values of one run, the result of another
# wrong: >-
#   The program is called twice; the notes are those of the first call.
# caught_by: [run_values, run_leaves, joint_leaves]
# hint: >-
#   What you return fits together only by luck: the values come from one run of the program, and what it returned
#   from another. How often is the program called?
# ---

# %% grade_id="run"
def run(program):
    global meaning
    values = {}

    def note(name, dist):
        if name in values:
            raise ValueError(f"{name} comes twice")
        values[name] = dist.draw()
        return values[name]

    before, meaning = meaning, note
    try:
        program()
    finally:
        meaning = before
    return values, program()
