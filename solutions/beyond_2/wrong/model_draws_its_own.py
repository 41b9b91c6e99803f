# ---
# title: The model draws values of its own
# wrong: >-
#   The model is not replayed: each of the two programs scores another value.
# caught_by: [weights_runs]
# hint: >-
#   Your model does not see what the guide has drawn: it draws values of its own, and the two log densities are
#   about different ones.
# ---

# %% grade_id="weights"
def log_weights(model, guide, n, *args):
    found = []
    for _ in range(n):
        proposed = poutine.trace(guide).get_trace(*args)
        run = poutine.trace(model).get_trace(*args)
        found.append(run.log_prob_sum() - proposed.log_prob_sum())
    return torch.stack(found)


def log_mean(log_weights):
    count = torch.tensor(float(len(log_weights)))
    return (log_weights.logsumexp(0) - count.log()).item()
