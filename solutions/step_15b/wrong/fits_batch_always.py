# ---
# title: The batch shape, whatever the value
# wrong: >-
#   The value's own dims are checked but never counted.
# caught_by: [log_prob_fits]
# hint: >-
#   You return the batch shape. A value may have more dimensions than one draw, or stretch one of length one: look
#   at the first block that section 3 prints.
# ---

# %% grade_id="log_prob_shape"
def log_prob_shape(d, value_shape):
    start = len(value_shape) - len(d.event_shape)
    if start < 0 or tuple(value_shape[start:]) != tuple(d.event_shape):
        raise ValueError("the event does not fit")
    try:
        torch.broadcast_shapes(value_shape[:start], d.batch_shape)
    except RuntimeError:
        raise ValueError("the batch does not fit") from None
    return d.batch_shape
