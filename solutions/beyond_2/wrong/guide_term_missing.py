# ---
# title: The guide's density is left out
# wrong: >-
#   Only the log joint of the model is noted.
# caught_by: [weights_runs]
# hint: >-
#   Your numbers are log joints. A value that the guide proposes more often than it should has to count less: which
#   term is missing?
# ---

# %% grade_id="weights"
def log_weights(model, guide, n, *args):
    found = []
    for _ in range(n):
        proposed = poutine.trace(guide).get_trace(*args)
        run = poutine.trace(poutine.replay(model, trace=proposed)).get_trace(*args)
        found.append(run.log_prob_sum())
    return torch.stack(found)


def log_mean(log_weights):
    count = torch.tensor(float(len(log_weights)))
    return (log_weights.logsumexp(0) - count.log()).item()
