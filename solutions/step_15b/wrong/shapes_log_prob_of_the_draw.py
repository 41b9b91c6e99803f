# ---
# title: A log density for each number of a draw
# wrong: >-
#   The log_prob shape still has the event dimensions.
# caught_by: [shapes]
# hint: >-
#   You give a log density to each single number. The numbers of one event are judged together: what becomes of the
#   event dimensions in a log density?
# ---

# %% grade_id="shapes_of"
def shapes_of(d, sample_shape=()):
    draw = tuple(sample_shape) + d.batch_shape + d.event_shape
    return {"batch": d.batch_shape, "event": d.event_shape, "draw": draw, "log_prob": draw}
