# ---
# title: What is noted is not what the program gets
# wrong: >-
#   The distribution draws once for the note and once for the program.
# caught_by: [run_values, run_leaves]
# hint: >-
#   The program and your notes do not agree on what was drawn. How many draws are there for one statement?
# ---

# %% grade_id="run"
def run(program):
    global meaning
    values = {}

    def note(name, dist):
        if name in values:
            raise ValueError(f"{name} comes twice")
        values[name] = dist.draw()
        return dist.draw()

    before, meaning = meaning, note
    try:
        returned = program()
    finally:
        meaning = before
    return values, returned
