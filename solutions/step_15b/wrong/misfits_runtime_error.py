# ---
# title: RuntimeError where the text asks for ValueError
# wrong: >-
#   torch.broadcast_shapes' own error is let through.
# caught_by: [log_prob_misfits]
# hint: >-
#   The right values are turned away, with the wrong error: the one that torch raises by itself is not of the class
#   that the text asks for.
# ---

# %% grade_id="log_prob_shape"
def log_prob_shape(d, value_shape):
    start = len(value_shape) - len(d.event_shape)
    if start < 0 or tuple(value_shape[start:]) != tuple(d.event_shape):
        raise ValueError("the event does not fit")
    return torch.broadcast_shapes(value_shape[:start], d.batch_shape)
