# ---
# title: The point stops on its way
# wrong: >-
#   Thirty small steps.
# caught_by: [point_found]
# hint: >-
#   Your point has not arrived yet. Run your function once more with twice as many steps: does the number stay?
# ---

# %% grade_id="point"
def point(program, data):
    pyro.clear_param_store()
    at = AutoDelta(program)
    svi = SVI(program, at, ClippedAdam({"lr": 0.02, "lrd": 0.99}), Trace_ELBO())
    for _ in range(30):
        svi.step(data)
    return at.median(data)["f"].item()
