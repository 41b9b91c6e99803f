# ---
# title: Event dimensions are stretched as well
# wrong: >-
#   Value and draw shapes are broadcast as wholes, so an event dim of length one or a missing one passes.
# caught_by: [log_prob_misfits]
# hint: >-
#   You let torch stretch the event dimensions too. Broadcasting is for the rest: a draw with a missing part cannot
#   be judged.
# ---

# %% grade_id="log_prob_shape"
def log_prob_shape(d, value_shape):
    try:
        both = torch.broadcast_shapes(value_shape, d.batch_shape + d.event_shape)
    except RuntimeError:
        raise ValueError("the value does not fit") from None
    return both[: len(both) - len(d.event_shape)]
