# ---
# title: An exception of the program is swallowed
# wrong: >-
#   except in place of finally: the caller gets notes as if nothing had happened.
# caught_by: [run_leaves]
# hint: >-
#   When the program breaks down, whoever called your function hears nothing of it. Clean up, and let the exception
#   go on.
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
        returned = program()
    except ZeroDivisionError:
        returned = None
    finally:
        meaning = before
    return values, returned
