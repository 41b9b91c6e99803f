# ---
# title: The weights, not their logarithms
# wrong: >-
#   exp is taken of each difference.
# caught_by: [weights_runs]
# hint: >-
#   You return the weights themselves. Why does the text want their logarithms?
# ---

# %% grade_id="weights"
def log_weights(model, guide, n, *args):
    found = []
    for _ in range(n):
        proposed = poutine.trace(guide).get_trace(*args)
        run = poutine.trace(poutine.replay(model, trace=proposed)).get_trace(*args)
        found.append((run.log_prob_sum() - proposed.log_prob_sum()).exp())
    return torch.stack(found)


def log_mean(log_weights):
    count = torch.tensor(float(len(log_weights)))
    return (log_weights.logsumexp(0) - count.log()).item()
