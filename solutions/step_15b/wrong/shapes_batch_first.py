# ---
# title: The sample dimensions stand between batch and event
# wrong: >-
#   The draw shape is batch + sample + event.
# caught_by: [shapes]
# hint: >-
#   The three kinds always stand in one order. Look at the shape of the dots in section 1: which kind stands at the
#   far left, the one that you ask for or the one of the parameters?
# ---

# %% grade_id="shapes_of"
def shapes_of(d, sample_shape=()):
    left = d.batch_shape + tuple(sample_shape)
    return {"batch": d.batch_shape, "event": d.event_shape, "draw": left + d.event_shape, "log_prob": left}
