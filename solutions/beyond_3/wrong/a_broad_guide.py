# ---
# title: A guide with breadth is trained for a point
# wrong: >-
#   AutoNormal's median is near the posterior median, not the mode.
# caught_by: [point_found]
# hint: >-
#   Your guide has a breadth, and so SVI does not move it to the highest point of the joint density. Which guide is
#   a single point?
# ---

# %% grade_id="point"
from pyro.infer.autoguide import AutoNormal


def point(program, data):
    pyro.clear_param_store()
    at = AutoNormal(program)
    loss = Trace_ELBO(num_particles=100, vectorize_particles=True, max_plate_nesting=1)
    svi = SVI(program, at, ClippedAdam({"lr": 0.1, "lrd": 0.99}), loss)
    for _ in range(300):
        svi.step(data)
    return at.median(data)["f"].item()
