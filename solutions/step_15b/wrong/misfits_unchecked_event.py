# ---
# title: The event is cut off unseen
# wrong: >-
#   As many dims as the event has are removed, without looking at what they are.
# caught_by: [log_prob_misfits]
# hint: >-
#   You count the event dimensions of the value but never look at them. They have to be the event shape, exactly;
#   also when the value has too few of them.
# ---

# %% grade_id="log_prob_shape"
def log_prob_shape(d, value_shape):
    start = max(len(value_shape) - len(d.event_shape), 0)
    try:
        return torch.broadcast_shapes(value_shape[:start], d.batch_shape)
    except RuntimeError:
        raise ValueError("the batch does not fit") from None
