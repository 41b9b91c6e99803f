# ---
# title: The sample dimensions are missing in log_prob
# wrong: >-
#   The log_prob shape is the batch shape, whatever the sample shape.
# caught_by: [shapes]
# hint: >-
#   Every draw has a log density of its own. If there are many draws, how many log densities are there?
# ---

# %% grade_id="shapes_of"
def shapes_of(d, sample_shape=()):
    draw = tuple(sample_shape) + d.batch_shape + d.event_shape
    return {"batch": d.batch_shape, "event": d.event_shape, "draw": draw, "log_prob": d.batch_shape}
