# ---
# title: Afterwards sample just draws
# wrong: >-
#   meaning is set to just_draw at the end, whatever it was before.
# caught_by: [run_leaves, joint_leaves]
# hint: >-
#   After a run within a run the outer one no longer notes anything. What was in force before the inner run began?
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

    meaning = note
    try:
        returned = program()
    finally:
        meaning = just_draw
    return values, returned
