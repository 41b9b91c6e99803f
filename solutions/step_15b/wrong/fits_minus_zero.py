# ---
# title: value_shape[:-0]
# wrong: >-
#   The cut is made with a negative index: without event dims it takes everything away.
# caught_by: [log_prob_fits, log_prob_misfits]
# hint: >-
#   Your cut goes wrong when the event shape is empty: in Python an index of minus zero is zero. Count the place of
#   the cut from the left.
# ---

# %% grade_id="log_prob_shape"
def log_prob_shape(d, value_shape):
    k = len(d.event_shape)
    if k > len(value_shape) or (k and tuple(value_shape[-k:]) != tuple(d.event_shape)):
        raise ValueError("the event does not fit")
    try:
        return torch.broadcast_shapes(value_shape[:-k], d.batch_shape)
    except RuntimeError:
        raise ValueError("the batch does not fit") from None
