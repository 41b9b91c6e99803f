# ---
# title: The last dimension is taken for the event
# wrong: >-
#   Batch and event are cut by position: one event dimension, always.
# caught_by: [shapes]
# hint: >-
#   You take the last dimension for the event, whatever the distribution. Some draws are single numbers and some are
#   whole matrices; which attribute of the distribution knows?
# ---

# %% grade_id="shapes_of"
def shapes_of(d, sample_shape=()):
    both = d.batch_shape + d.event_shape
    batch, event = both[:-1], both[-1:]
    sample = tuple(sample_shape)
    return {"batch": batch, "event": event, "draw": sample + both, "log_prob": sample + batch}
