# ---
# title: exp, the mean, and the logarithm
# wrong: >-
#   Tiny weights become 0, huge ones infinite.
# caught_by: [weights_mean]
# hint: >-
#   Near zero your answers are right. What becomes of `exp` of a number below minus a hundred, or above a hundred?
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
    return log_weights.exp().mean().log().item()
