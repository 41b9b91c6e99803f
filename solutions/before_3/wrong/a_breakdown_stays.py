# ---
# title: After a program that broke down, the meaning stays
# wrong: >-
#   Without finally, an exception leaves the new meaning in force.
# caught_by: [run_leaves]
# hint: >-
#   Let a program break down in the middle, then use a sample statement on its own. Which lines of your function are
#   not reached when the program raises an exception?
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
    returned = program()
    meaning = before
    return values, returned
