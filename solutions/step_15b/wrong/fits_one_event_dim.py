# ---
# title: One event dimension, always
# wrong: >-
#   The last dim is cut off if there is any event; an event of two dims loses only one.
# caught_by: [log_prob_fits, log_prob_misfits]
# hint: >-
#   You cut a single dimension off. An event can have two: a matrix is drawn as a whole, too. How many does this
#   distribution have?
# ---

# %% grade_id="log_prob_shape"
def log_prob_shape(d, value_shape):
    k = 1 if d.event_shape else 0
    start = len(value_shape) - k
    if start < 0 or tuple(value_shape[start:]) != tuple(d.event_shape[len(d.event_shape) - k :]):
        raise ValueError("the event does not fit")
    try:
        return torch.broadcast_shapes(value_shape[:start], d.batch_shape)
    except RuntimeError:
        raise ValueError("the batch does not fit") from None
