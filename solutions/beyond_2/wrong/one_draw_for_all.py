# ---
# title: One draw for all n weights
# wrong: >-
#   The guide is run once, and its weight is repeated.
# caught_by: [weights_runs]
# hint: >-
#   All of your weights are equal, since all are about one draw. What has to happen anew for each of them?
# ---

# %% grade_id="weights"
def log_weights(model, guide, n, *args):
    proposed = poutine.trace(guide).get_trace(*args)
    run = poutine.trace(poutine.replay(model, trace=proposed)).get_trace(*args)
    return (run.log_prob_sum() - proposed.log_prob_sum()).expand(n)


def log_mean(log_weights):
    count = torch.tensor(float(len(log_weights)))
    return (log_weights.logsumexp(0) - count.log()).item()
