# ---
# title: Only the observed sites of the model are scored
# wrong: >-
#   The prior's terms are missing from the log joint.
# caught_by: [weights_runs]
# hint: >-
#   You score what was seen, and leave out how probable the model itself finds the values of the guide. Of which
#   sites is a log joint the sum?
# ---

# %% grade_id="weights"
def log_weights(model, guide, n, *args):
    found = []
    for _ in range(n):
        proposed = poutine.trace(guide).get_trace(*args)
        run = poutine.trace(poutine.replay(model, trace=proposed)).get_trace(*args)
        run.compute_log_prob()
        seen = sum(run.nodes[name]["log_prob"].sum() for name in run.observation_nodes)
        found.append(seen - proposed.log_prob_sum())
    return torch.stack(found)


def log_mean(log_weights):
    count = torch.tensor(float(len(log_weights)))
    return (log_weights.logsumexp(0) - count.log()).item()
