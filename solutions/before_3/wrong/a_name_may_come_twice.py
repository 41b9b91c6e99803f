# ---
# title: A name may come twice
# wrong: >-
#   The second value overwrites the first.
# caught_by: [run_leaves]
# hint: >-
#   When two statements have one name, you keep the value of the last one only. The run has more draws than your
#   notes. The text says what is to happen.
# ---

# %% grade_id="run"
def run(program):
    global meaning
    values = {}

    def note(name, dist):
        values[name] = dist.draw()
        return values[name]

    before, meaning = meaning, note
    try:
        returned = program()
    finally:
        meaning = before
    return values, returned
