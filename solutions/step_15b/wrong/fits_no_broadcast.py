# ---
# title: The event is cut off and that is all
# wrong: >-
#   What is left of the value's event dims is returned without broadcasting it against the batch shape (and nothing
#   is held against it).
# caught_by: [log_prob_fits, log_prob_misfits]
# hint: >-
#   Cutting the event off the value is half of it. What is left meets the batch shape of the distribution, and one
#   of the two may be stretched. Section 3 shows both cases.
# ---

# %% grade_id="log_prob_shape"
def log_prob_shape(d, value_shape):
    start = len(value_shape) - len(d.event_shape)
    if start < 0 or tuple(value_shape[start:]) != tuple(d.event_shape):
        raise ValueError("the event does not fit")
    return value_shape[:start]
