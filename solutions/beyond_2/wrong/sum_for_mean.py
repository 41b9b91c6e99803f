# ---
# title: The log of the sum
# wrong: >-
#   The number of weights is not divided by.
# caught_by: [weights_mean]
# hint: >-
#   Your number grows with the number of draws, even when all weights are equal. What makes a mean of a sum, in
#   logarithms?
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
    return log_weights.logsumexp(0).item()
