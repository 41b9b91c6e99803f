# ---
# title: sample_shape is not used
# wrong: >-
#   draw and log_prob are those of a single draw.
# caught_by: [shapes]
# hint: >-
#   Your answer is right for a single draw. What does the second argument of the function change?
# ---

# %% grade_id="shapes_of"
def shapes_of(d, sample_shape=()):
    draw = d.batch_shape + d.event_shape
    return {"batch": d.batch_shape, "event": d.event_shape, "draw": draw, "log_prob": d.batch_shape}
