# ---
# title: A draw is made to see its shape
# wrong: >-
#   The function draws and evaluates, which the text rules out; a distribution that refuses stops it.
# caught_by: [shapes]
# hint: >-
#   Your function draws from the distribution to see what comes out. The shapes are known before: batch and event
#   shape are attributes, and the rest follows from the two rules of section 1.
# ---

# %% grade_id="shapes_of"
def shapes_of(d, sample_shape=()):
    draw = d.sample(torch.Size(sample_shape))
    log_prob = d.log_prob(draw).shape
    return {"batch": d.batch_shape, "event": d.event_shape, "draw": draw.shape, "log_prob": log_prob}
