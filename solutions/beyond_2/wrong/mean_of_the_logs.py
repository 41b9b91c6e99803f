# ---
# title: The mean of the logs for the log of the mean
# wrong: >-
#   An average of the log weights: an ELBO, not the log evidence.
# caught_by: [weights_mean]
# hint: >-
#   You average the logarithms. That is the false friend of the text: something else, and smaller.
# ---

# %% grade_id="weights"
def log_weights(model, guide, n, *args):
    found = []
    for _ in range(n):
        proposed = poutine.trace(guide).get_trace(*args)
        run = poutine.trace(poutine.replay(model, trace=proposed)).get_trace(*args)
        found.append(run.log_prob_sum() - proposed.log_prob_sum())
    return torch.stack(found)


def log_mean(log_weights):
    return log_weights.mean().item()
