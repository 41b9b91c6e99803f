# ---
# title: Log joints are divided
# wrong: The share is taken of the log probabilities, without exp.
# caught_by: [seen_exact]
# hint: >-
#   You divide logarithms of probabilities as if they were probabilities. What undoes a logarithm, and when has
#   it to be done?
# ---

# %% grade_id="cause_seen"
def cause_seen(program):
    stories = []
    for cause in (0.0, 1.0):
        values = {"cause": torch.tensor(cause), "effect": torch.tensor(1.0)}
        stories.append(poutine.trace(poutine.condition(program, data=values)).get_trace().log_prob_sum())
    return (stories[1] / (stories[0] + stories[1])).item()
