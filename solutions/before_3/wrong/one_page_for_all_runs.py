# ---
# title: One dictionary for all runs
# wrong: >-
#   The notes are kept outside of the function, so a second run meets the names of the first.
# caught_by: [run_values, run_leaves]
# hint: >-
#   Your first run is fine, and in the second one a name has come already: in the run before. Where is the
#   dictionary made, and when?
# ---

# %% grade_id="run"
notes = {}


def run(program):
    global meaning
    values = notes

    def note(name, dist):
        if name in values:
            raise ValueError(f"{name} comes twice")
        values[name] = dist.draw()
        return values[name]

    before, meaning = meaning, note
    try:
        returned = program()
    finally:
        meaning = before
    return values, returned
