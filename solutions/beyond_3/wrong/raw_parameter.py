# ---
# title: The raw parameter is returned
# wrong: >-
#   The unconstrained number that the optimiser moves, the logit of f.
# caught_by: [point_found]
# hint: >-
#   Your number is the place of the point in the space where every number is allowed. How does one get from there to
#   a probability, or whom do you ask for it?
# ---

# %% grade_id="point"
def point(program, data):
    pyro.clear_param_store()
    at = AutoDelta(program)
    svi = SVI(program, at, ClippedAdam({"lr": 0.1, "lrd": 0.99}), Trace_ELBO())
    for _ in range(300):
        svi.step(data)
    return pyro.param("AutoDelta.f").unconstrained().item()
