# ---
# title: Shapes by expanding the distribution itself, broadcasting tried out on empty tensors
# ---

# %% grade_id="shapes_of"
def shapes_of(d, sample_shape=()):
    many = d.expand(torch.Size(sample_shape) + d.batch_shape)
    return {
        "batch": tuple(d.batch_shape),
        "event": tuple(d.event_shape),
        "draw": tuple(many.batch_shape + many.event_shape),
        "log_prob": tuple(many.batch_shape),
    }


# %% grade_id="log_prob_shape"
def log_prob_shape(d, value_shape):
    k = len(d.event_shape)
    left = value_shape[: len(value_shape) - k] if k else value_shape
    if len(left) + k != len(value_shape) or torch.Size(value_shape) != torch.Size(left) + d.event_shape:
        raise ValueError(f"{value_shape} does not end in {d.event_shape}")
    try:
        empty = (torch.empty(shape, device="meta") for shape in (left, d.batch_shape))
        return torch.broadcast_tensors(*empty)[0].shape
    except RuntimeError as error:
        raise ValueError(str(error)) from error
