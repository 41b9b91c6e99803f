# ---
# title: The guide is run once for the values and once for the density
# wrong: >-
#   The two terms are about different draws.
# caught_by: [weights_runs]
# hint: >-
#   For each weight you run the guide more than once, and take the values from one run and the density from another.
# ---

# %% grade_id="weights"
def log_weights(model, guide, n, *args):
    found = []
    for _ in range(n):
        proposed = poutine.trace(guide).get_trace(*args)
        run = poutine.trace(poutine.replay(model, trace=proposed)).get_trace(*args)
        density = poutine.trace(guide).get_trace(*args).log_prob_sum()
        found.append(run.log_prob_sum() - density)
    return torch.stack(found)


def log_mean(log_weights):
    count = torch.tensor(float(len(log_weights)))
    return (log_weights.logsumexp(0) - count.log()).item()
