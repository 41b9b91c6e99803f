# ---
# title: The guide's density is added
# wrong: >-
#   A sum where there should be a difference.
# caught_by: [weights_runs]
# hint: >-
#   A weight is a quotient. What does that make of its logarithm?
# ---

# %% grade_id="weights"
def log_weights(model, guide, n, *args):
    found = []
    for _ in range(n):
        proposed = poutine.trace(guide).get_trace(*args)
        run = poutine.trace(poutine.replay(model, trace=proposed)).get_trace(*args)
        found.append(run.log_prob_sum() + proposed.log_prob_sum())
    return torch.stack(found)


def log_mean(log_weights):
    count = torch.tensor(float(len(log_weights)))
    return (log_weights.logsumexp(0) - count.log()).item()
